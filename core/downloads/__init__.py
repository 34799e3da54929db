"""Lists and records to take away: as JSON, JSON Lines, CSV, a workbook (XLSX) and GeoJSON.

A file says what the public records say, and nothing else: an Offer (`offers.py`) names for each
kind the reader of its records, its view in the API, and its tables (`columns.py`).

- `json_lines.py`, `csv_file.py`, `workbook.py` and `geojson.py` write; none of them knows a kind.
- `spool.py` holds a file while it is made: a long one never stands in memory.
- `choosing.py` shows a form with the columns of a list, `naming.py` says what a file is called.
- `answers.py` answers at the address of a page and an ending: `/initiatives.csv`,
  `/initiatives/<slug>.json`, `/initiatives.figures.csv`. Slugs have no dots, so that no name of a
  table is ever the slug of a record.
"""
