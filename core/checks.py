"""System checks: mistakes in a deployment that no test of a page would find."""

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
