"""The files of an index of texts (tantivy), as they are passed on from one folder to another.

They are written once, and a change makes further ones; `meta.json` names those that count.
"""

import json
import os
import shutil

META, MANAGED = "meta.json", ".managed.json"


def counting(folder):
    """The names of the files that count, without `meta.json`."""
    segments = json.loads((folder / META).read_bytes())["segments"]
    names = os.listdir(folder)
    found = []
    for segment in segments:
        own = segment["segment_id"].replace("-", "")
        deletes = segment["deletes"] and f"{own}.{segment['deletes']['opstamp']}.del"
        found += [
            name
            for name in names
            if name.startswith(f"{own}.") and (not name.endswith(".del") or name == deletes)
        ]
    return found


def keep(folder, target):
    """Have the same files in a new folder that lasts: by links where they lie on the same disk."""
    target.mkdir()
    for name in counting(folder):
        path = os.path.realpath(folder / name)
        try:
            os.link(path, target / name)
        except OSError:  # on another one, or one without links
            shutil.copyfile(path, target / name)
    shutil.copyfile(folder / META, target / META)


def borrow(folder, target):
    """Begin in an empty folder with the same files; it is changed by its owner alone."""
    names = counting(folder)
    for name in names:
        os.symlink(folder / name, target / name)
    shutil.copyfile(folder / META, target / META)
    # Those that may be removed when they count no more: the links, not what they lead to.
    (target / MANAGED).write_text(json.dumps([*names, META]))
