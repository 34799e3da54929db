"""Files that people of the desk upload: checked, shown row by row, taken in as one step, undone.

- `models.py` keeps an import, its files and its rows; `states.py` says which state follows which.
- `reading.py` makes records of the files, `checking.py` tells what would become of each, and
  `arriving.py` takes them in: what readers see changes by drafts (`drafting.py`), and becomes
  public through the gate (`letting.py`). `undoing.py` takes it all back.
- `arrivals.py` remembers in which version what came stands, so that nothing unread is published.
- `running.py` does this outside the request, one import at a time; `keeper.py` has it done while
  the portal is served.
- `pages.py` has the pages of the desk.

What a record may say stands in `portal/exchange`, and nowhere here.
"""
