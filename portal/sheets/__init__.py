"""The catalogue as sheets: workbooks (XLSX) and CSV, read into the notation of `exchange`.

Sheets know no rules of their own: what a record may say is declared in
`portal/exchange/catalogue.py`, from which the columns follow (`layout.py`), and checked there.

- `reading.py` reads what somebody uploads; begin there. `guard.py`, `workbook.py` and
  `delimited.py` open a file within bounds, `headings.py` finds its columns, `rows.py` reads what
  stands under them, `cells.py` says what a cell means, `citing.py` who cites a source, `spool.py`
  keeps rows on the disk, `assembling.py` puts records together of them.
- `merging.py` makes of what sheets say of a record, and of what the catalogue holds, a whole
  record that exchange can check and write.
- `template.py` and `writing.py` make workbooks and CSV; `exports.py` says what lists are taken
  as, `desk.py` has them at the desk.
"""
