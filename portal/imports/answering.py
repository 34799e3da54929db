"""What somebody has chosen for single rows: that it is this one, or is left out."""

from portal.exchange.keys import Children, Link, Many
from portal.exchange.special_keys import Listed
from portal.imports.kinds import FILE_OF, has_slug

SAME, NEW, MINE, THEIRS = "same:", "new", "mine", "theirs"


def key_of(file, slug):
    """How answers name a row."""
    return f"{file}/{slug}"


def apply(documents, answers):
    """The documents as they are with what was chosen; records left out by choice, by file."""
    skipped = {}
    for name, records in documents.items():
        gone = [one for one in records if has_slug(one) and is_skipped(answers, name, one["slug"])]
        skipped[name] = gone
        documents[name] = [one for one in records if not any(one is other for other in gone)]
    for name, records in documents.items():
        for record in records:
            answer = has_slug(record) and answers.get(key_of(name, record["slug"]), "")
            if answer and answer.startswith(SAME):
                be_another(documents, name, record, answer.removeprefix(SAME))
    return skipped


def is_skipped(answers, name, slug):
    return answers.get(key_of(name, slug)) == THEIRS


def be_another(documents, name, record, slug):
    """Let a record be that of another slug, and what names it name that."""
    former, record["slug"] = record["slug"], slug
    record.called = former
    record.pop("id", None)
    model = FILE_OF[name].shape.model
    for kind, records in documents.items():
        for one in records:
            rename(FILE_OF[kind].shape, one, model, former, slug)


def rename(shape, record, model, former, slug):
    """Let what a record names by one slug be named by another."""
    for key in shape.keys:
        value = record.get(key.name) if isinstance(record, dict) else None
        if isinstance(key, Children):
            for one in value if isinstance(value, list) else ():
                rename(key.shape, one, model, former, slug)
        elif isinstance(key, Link) and key.target is model and value == former:
            record[key.name] = slug
        elif is_list_of(key, model) and isinstance(value, list):
            names = [slug if one == former else one for one in value]
            record[key.name] = list(dict.fromkeys(names)) if slug in names else value


def is_list_of(key, model):
    """Whether a key names several records of a model by their slugs."""
    target = key.link.target if isinstance(key, Listed) else key.target
    return isinstance(key, Many | Listed) and target is model
