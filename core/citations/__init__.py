"""How our records are cited: in words, and as files that reference managers read.

`model.py` has what a citation says, `styles.py` the words, `files.py` the files, `answers.py` the
addresses: `cite.html`, `cite.bib`, `cite.ris` and `cite.json` behind the address of a page. Which
pages can be cited, the apps say.
"""
