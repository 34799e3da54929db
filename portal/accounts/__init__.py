"""Those who sign in at the desk: how they prove it, for how long it holds, what is noted of it.

- `hashers.py` keeps passwords.
- `guard.py` slows guessing down.
- `sessions.py` ends sessions.
- `invitations.py` lets them choose a password.
- `log.py` notes sign-ins and changes of rights.
"""
