"""How records are written here: pages for readers, and passages of them at fields of the desk.

`models` is what a page says, and which fields which passage explains; `passages` cuts a page into
them; `pages` are the public addresses, `desk` is where editors write.
"""
