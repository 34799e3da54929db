"""Files of the whole catalogue, for those who keep a copy: made by a command, never in a request.

- `kinds.py` says which kinds of public records there are, `fields.py` what their types say of them,
  `descriptions.py` in which words.
- `tables.py` lays the records out as tables; `lines.py`, `csv_files.py` and `sqlite_file.py` write
  them, `changes.py` what changed since the day before, `package.py` what describes it all.
- `sets.py` keeps the files of each day and says which may be read; `making.py` makes them.

A new field of a record is in every file by itself: its type is all that these modules know.
"""
