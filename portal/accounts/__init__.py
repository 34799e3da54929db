"""Those who sign in at the desk: how they prove it, for how long it holds, what is noted of it.

- `hashers.py` keeps passwords.
- `validation.py` says what they may be.
- `guard.py` slows guessing down.
- `half_way.py` leads from the password to the code, and lets nobody in between.
- `second_factor.py` has the codes.
- `sessions.py` lists sessions, and ends them.
- `own_password.py` lets them change it.
- `invitations.py` lets them choose a password.
- `telling.py` mails them what has changed of that.
- `log.py` notes sign-ins and changes of rights, in the log and in the table of `models.py`, which
  `trimming.py` keeps short.
"""
