"""The catalogue as sheets: workbooks (XLSX) and CSV, read into the notation of `exchange`.

Sheets know no rules of their own: what a record may say is declared in
`portal/exchange/catalogue.py`, from which the columns follow (`layout.py`), and checked there.

- `reading.py` reads what somebody uploads; begin there. `guard.py`, `workbook.py` and
  `delimited.py` open a file within bounds, `headings.py` finds its columns, `cells.py` says what a
  cell means, `spool.py` keeps rows on the disk, `assembling.py` puts records together of them.
- `merging.py` makes of what sheets say of a record, and of what the catalogue holds, a whole
  record that exchange can check and write.
- `template.py` and `writing.py` make workbooks and CSV; `desk.py` has them at the desk.
"""
