"""Settings from the environment, read so that a mistake names itself."""

import os

from django.core.exceptions import ImproperlyConfigured


def env(name, default=None):
    """A setting from the environment; without a default it has to be there."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set {name}. .env.example lists every variable.")
    return value


def env_bool(name, default):
    """True or False, and nothing in between: DEBUG=false must not mean yes."""
    value = env(name, str(default))
    if value not in ("True", "False"):
        raise ImproperlyConfigured(f"{name} is {value!r}; write True or False.")
    return value == "True"


def env_list(name, default=""):
    """Comma-separated words, blanks around them dropped."""
    return [word.strip() for word in env(name, default).split(",") if word.strip()]
