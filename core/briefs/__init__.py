"""Two pages on paper of what a page of the portal tells, as PDF, DOCX and ODT.

A record's app says what stands in its brief (`briefs.py` or `briefs/` of the app), as a Brief of
`model.py`: words, lists and tables, no markup and no record. All forms are written from that.

- `prose.py` reads curators' Markdown; `fitting.py` leaves out what two pages have no room for, and
  says where it is.
- `pdf.py`, `docx.py` and `odt.py` write; `qr.py` draws the address for phones.
- `answers.py` answers over HTTP.
"""
