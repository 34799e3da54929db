"""What somebody asks to have erased: a person named here, an account, a sender of proposals.

Each module erases one of them everywhere and yields what it did, as pairs of a number and words.
`manage.py erase_person` takes it back unless it is told that it is meant.
"""
