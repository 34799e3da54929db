"""Settings from the environment, read so that a mistake names itself."""

import os
import re
import secrets
from ipaddress import ip_address, ip_network
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

YES, NO = ("true", "yes", "1"), ("false", "no", "0")  # in whatever case
SHORTEST_KEY, FEWEST_SIGNS = 50, 5  # as Django's own check of a deployment asks


class StartError(ImproperlyConfigured):
    """The portal cannot start like this; the message tells what to do, and needs no traceback."""


def env(name, default=None):
    """A setting from the environment; without a default it has to be there, and not empty."""
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise StartError(f"Set {name}. .env.example says what it is for.")
    return value


def env_bool(name, default):
    """Yes or no, in the words that people write for it, and nothing in between."""
    value = env(name, str(default))
    if value.lower() not in (*YES, *NO):
        raise StartError(f"{name} is {value!r}; write True or False.")
    return value.lower() in YES


def env_int(name, default, lowest, highest):
    """A whole number within bounds."""
    value = env(name, str(default))
    if not (value.isascii() and value.isdigit() and lowest <= int(value) <= highest):
        raise StartError(f"{name} is {value!r}; write a number from {lowest} to {highest}.")
    return int(value)


def env_choice(name, default, choices):
    """One of some words, in whatever case."""
    value = env(name, default).upper()
    if value not in choices:
        raise StartError(f"{name} is {value!r}; write one of {', '.join(choices)}.")
    return value


def env_matching(name, default, pattern, example):
    """A text of a certain shape; the example is what a mistake is answered with."""
    value = env(name, default)
    if not re.fullmatch(pattern, value):
        raise StartError(f"{name} is {value!r}; it has to look like {example}.")
    return value


def env_list(name, default=None):
    """Comma-separated words, blanks around them dropped."""
    return [word.strip() for word in env(name, default).split(",") if word.strip()]


def env_secret(name, default=None):
    """A key to sign with; an empty default stands for none."""
    value = env(name, default)
    return unguessable(name, value) if value else ""


def env_secrets(name, default=None):
    """Comma-separated keys to sign with."""
    return [unguessable(name, key) for key in env_list(name, default)]


def unguessable(name, key):
    """The key, if it is long and mixed enough that nobody finds it by trying."""
    if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_SIGNS:
        raise StartError(
            f"{name} can be guessed, and whoever guesses it can sign in as anybody. Make one of"
            f" {SHORTEST_KEY} random signs:"
            ' python -c "import secrets; print(secrets.token_urlsafe(50))"'
        )
    return key


def env_private_address(name):
    """HOST:PORT that nobody on the internet can ask; None where the setting is empty.

    `0.0.0.0` and `::`, which a container needs, are for a network that ends at a wall.
    """
    value = env(name, "")
    if not value:
        return None
    host, _, port = value.rpartition(":")
    try:
        address = ip_address(host.strip("[]"))
        if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
            raise ValueError
    except ValueError:
        raise StartError(f"{name} is {value!r}; write it like 127.0.0.1:9464.") from None
    if not (address.is_private or address.is_loopback or address.is_unspecified):
        raise StartError(f"{name} is {value!r}, which strangers can ask; choose a private address.")
    return str(address), int(port)


def env_networks(name, default=None):
    """Comma-separated addresses and networks: 127.0.0.1, 10.0.0.0/8, ::1."""
    try:
        return [ip_network(text) for text in env_list(name, default)]
    except ValueError as error:
        raise StartError(f"{name}: {error}; write addresses or networks.") from error


def read_env_file(path):
    """Take variables from a file of NAME=value lines, if it is there; the environment wins.

    A `#` starts a comment at the beginning of a line, and `export` before a name is fine. Quotes
    around a value are dropped and nothing is expanded, so a value means here what it means to
    systemd and to Docker.
    """
    if not path.is_file():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if not name or name.startswith("#"):
            continue
        if not equals or not name.strip().isidentifier():
            raise StartError(f"{path}, line {number}: {line.strip()!r} is no NAME=value.")
        value = value.strip()
        if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
            value = value[1:-1]
        os.environ.setdefault(name.strip(), value)


def kept_secret(path):
    """A random secret that stays the same: made on the first call, in a file only we can read."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        if not path.exists():
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(50))
            try:
                os.link(draft, path)  # the first of two processes wins, the other reads
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return path.read_text()
    except OSError as error:
        raise StartError(f"No secret could be kept in {path} ({error}). Set SECRET_KEY.") from error


def database_from(url, folder, *, max_age, direct=""):
    """Django's description of the database at `url`, or of a private one in `folder` without one.

    Arguments: `max_age`, how many seconds a thread keeps its connection; `direct`, where PostgreSQL
    itself is if `url` leads to a pooler that lends connections for a transaction. That is what is
    then described, with the way of requests as its POOLER: see `core/database/base.py`.
    """
    kept = {"CONN_MAX_AGE": max_age, "CONN_HEALTH_CHECKS": True}
    if not url:
        options = {"folder": Path(folder)}
        return {"ENGINE": "core.embedded", "NAME": "portal", "OPTIONS": options, **kept}
    database = read_database_url("DATABASE_URL", url)
    if direct:
        given = {
            parameter: database[name] for parameter, name in PARAMETERS.items() if database[name]
        }
        pooler = {"port": 5432, "sslmode": "prefer"} | database.get("OPTIONS", {}) | given
        database = read_database_url("DATABASE_DIRECT_URL", direct) | {"POOLER": pooler}
    database["OPTIONS"] = {"connect_timeout": 10} | database.get("OPTIONS", {})
    return database | kept | {"ENGINE": "core.database"}


def replica_from(url, *, max_age):
    """Django's description of the replica at `url`, on whose connections nobody writes."""
    database = read_database_url("DATABASE_REPLICA_URLS", url)
    options = {"connect_timeout": 10} | database.get("OPTIONS", {})
    options["options"] = f"{options.get('options', '')} -c default_transaction_read_only=on".strip()
    kept = {"CONN_MAX_AGE": max_age, "TEST": {"MIRROR": "default"}}
    return database | kept | {"ENGINE": "core.database", "OPTIONS": options}


PARAMETERS = {  # of psycopg, by the names that Django has for them
    "dbname": "NAME",
    "user": "USER",
    "password": "PASSWORD",
    "host": "HOST",
    "port": "PORT",
}


def read_database_url(name, url):
    """What the address of a PostgreSQL says, in Django's words; `name` is that of its variable.

    It may name several servers, `a:5432,b:5432`, as PostgreSQL's own programs take them: the first
    that fits is connected to.
    """
    servers = SEVERAL_SERVERS.match(url)
    try:
        if servers:
            url = f"{servers['before']}several{url[servers.end() :]}"
        database = dj_database_url.parse(url)
    except (ValueError, dj_database_url.UnknownSchemeError) as error:
        raise StartError(f"{name} cannot be read: {type(error).__name__}.") from error
    if database["ENGINE"] != "django.db.backends.postgresql" or not database["NAME"]:
        raise StartError(f"{name} has to look like postgres://user:password@host:5432/name.")
    if servers:
        hosts, ports = zip(*(server_of(one) for one in servers["all"].split(",")), strict=True)
        database |= {"HOST": ",".join(hosts), "PORT": ",".join(ports)}
    return database


# The servers of an address that names more than one, and what stands before them.
SEVERAL_SERVERS = re.compile(r"(?P<before>\w+://(?:[^@/?#]*@)?)(?P<all>[^@/?#,]+(?:,[^@/?#,]+)+)")


def server_of(text):
    """The host and the port that `host:port` names; an address of IPv6 stands in brackets."""
    found = re.fullmatch(r"(?P<host>\[[^]]*\]|[^:]*)(?::(?P<port>\d+))?", text)
    if not found:
        raise StartError("Several servers in an address look like host:5432,host:5432.")
    return found["host"].strip("[]"), found["port"] or "5432"


def cache_from(url):
    """Django's description of the Redis or Valkey at `url`, or of none: then each process its own.

    A cache that hangs holds a request up for a quarter of a second at most: a page is made sooner.
    """
    if not url:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if not url.startswith(("redis://", "rediss://", "unix://")):
        raise StartError("CACHE_URL has to look like redis://user:password@host:6379/0.")
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": url,
        "KEY_PREFIX": "portal",
        "OPTIONS": {
            "serializer": "core.http_cache.shared.AsItIs",
            "socket_connect_timeout": 0.25,
            "socket_timeout": 0.25,
        },
    }
