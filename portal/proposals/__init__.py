"""What readers propose: that a page is wrong, that a country wants a solution, or has taken it up.

- `models.py` keeps proposals, for a time, and nothing of them is public.
- `records.py` finds what they are about, `form.py` is what readers fill in, `pages.py` answers.
- `receiving.py` bounds how many come in.
- `desk.py` and `replicating.py` are what curators do with them.
"""
