"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id at the cost that OWASP recommends for web servers: 19 MiB, two passes, one thread.

    Django's own cost takes 100 MB and eight threads for each check: readers would notice.
    """

    memory_cost = 19 * 1024  # KiB
    time_cost = 2
    parallelism = 1
