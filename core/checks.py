"""System checks: mistakes in a deployment that no test of a page would find."""

from ipaddress import ip_address

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import connections


@register(Tags.security, deploy=True)
def hosts_are_named(app_configs, **kwargs):
    """With a wildcard, a stranger's host name could end up in our links and mails."""
    if "*" in settings.ALLOWED_HOSTS:
        hint = "List the names that the portal is reached by."
        return [Warning("ALLOWED_HOSTS allows any host.", hint=hint, id="portal.W001")]
    return []


@register(Tags.security, deploy=True)
def proxies_are_named(app_configs, **kwargs):
    """HTTPS ends at a proxy. Unnamed, it is the one address that wrong passwords are counted by."""
    if settings.HTTPS and not settings.TRUSTED_PROXIES:
        hint = "Set TRUSTED_PROXIES to the address of the proxy that ends HTTPS."
        problem = "Everybody who signs in seems to come from the address of the proxy."
        return [Warning(problem, hint=hint, id="portal.W002")]
    return []


@register(Tags.security, deploy=True)
def ways_to_databases_are_safe(app_configs, **kwargs):
    """Elsewhere, who listens on the way reads all, and who answers in its place can be anybody."""
    unsafe = hosts_to_be_verified(settings.DATABASES)
    if settings.DATABASE_IS_NEAR or not unsafe:
        return []
    problem = f"The way to the database can be read or forged: {', '.join(unsafe)}."
    hint = (
        "Add sslmode=verify-full to its address, or set DATABASE_IS_NEAR=True where nobody else"
        " reads that network."
    )
    return [Warning(problem, hint=hint, id="portal.W003")]


def hosts_to_be_verified(databases):
    """The hosts, elsewhere, that some of these databases are asked at without being verified.

    databases: as Django's DATABASES, each perhaps with its POOLER.
    """
    ways = []
    for database in databases.values():
        ways.append((database.get("HOST"), database.get("OPTIONS", {}).get("sslmode")))
        pooler = database.get("POOLER", {})
        ways.append((pooler.get("host"), pooler.get("sslmode")))
    hosts = {host for told, mode in ways if mode != "verify-full" for host in split(told)}
    return sorted(host for host in hosts if not is_here(host))


def split(hosts):
    """The hosts of an address that may name several."""
    return (hosts or "").split(",")


def is_here(host):
    """Whether a host of a database is this machine: a socket, or an address that ends here."""
    if not host or host.startswith(("/", "@")) or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@register(Tags.database)
def databases_speak_unicode(app_configs, databases=None, **kwargs):
    """A database in another encoding fails on the first name with an accent."""
    problems = []
    for alias in databases or []:
        with connections[alias].cursor() as cursor:
            cursor.execute("SHOW server_encoding")
            (encoding,) = cursor.fetchone()
        if encoding != "UTF8":
            problem = f"The database {alias!r} stores text as {encoding}."
            hint = "Create it with ENCODING 'UTF8'."
            problems.append(Error(problem, hint=hint, id="portal.E001"))
    return problems
