"""Settings, mail, proxies and sign-in, as far as settings tell."""

from django.conf import settings
from django.contrib.auth.models import User
from django.core.checks import WARNING, run_checks
from django.core.mail import get_connection
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.doctor.findings import Finding, Weight, check


@check("Settings")
def settings_are_safe():
    """What `manage.py check --deploy` says; a demonstration is on one's own machine."""
    for message in run_checks(include_deployment_checks=not settings.IS_DEMO):
        if message.level >= WARNING and not message.is_silenced():
            yield Finding(
                message.msg,
                f"A check of settings ({message.id}) advises against it.",
                message.hint or "Look the check up in Django's documentation.",
            )


@check("Address and proxy")
def address_is_known():
    if settings.HTTPS and not settings.SITE_URL.startswith("https://"):
        yield Finding(
            f"SITE_URL is {settings.SITE_URL}, and the portal speaks HTTPS.",
            "Links in mails and files of each day lead to an address that redirects, or nowhere.",
            "Set SITE_URL to the address that readers know, with https://.",
        )
    if not settings.IS_DEMO and not settings.HTTPS:
        yield Finding(
            "HTTPS is False.",
            "Passwords and sessions go over the network in the clear, unless it is a trial.",
            "Put a proxy in front that ends HTTPS and sets X-Forwarded-Proto; remove HTTPS=False.",
            Weight.LOOK,
        )
    if not settings.IS_DEMO and not settings.SECURITY_CONTACT:
        yield Finding(
            "Neither CONTACT_EMAIL nor SECURITY_CONTACT is set.",
            "Whoever finds a hole, or wants something erased, knows nobody to write to.",
            "Set CONTACT_EMAIL.",
        )


@check("Mail")
def mail_goes_out():
    if not settings.EMAIL_HOST:
        yield Finding(
            "EMAIL_HOST names no server.",
            "Nobody is told by mail what was done with her records, and readers get no answers.",
            "Set EMAIL_HOST, EMAIL_USER and EMAIL_PASSWORD, if that is not meant.",
            Weight.LOOK,
        )
        return
    try:
        get_connection(timeout=5).open()
    except OSError as error:  # smtplib's errors are such, too
        yield Finding(
            f"The mail server {settings.EMAIL_HOST}:{settings.EMAIL_PORT} takes nothing: {error}",
            "Notices, invitations and answers to readers stay here.",
            "Check EMAIL_HOST, EMAIL_PORT, EMAIL_SECURITY, EMAIL_USER and EMAIL_PASSWORD.",
        )


@check("Sign-in", needs_database=True)
def who_signs_in():
    people = User.objects.filter(is_active=True, is_staff=True)
    if not people.exists():
        yield Finding(
            "Nobody can sign in at the desk.",
            "Records cannot be changed.",
            "manage.py createsuperuser",
        )
    with_code = TOTPDevice.objects.filter(confirmed=True).values("user")
    alone = people.filter(is_superuser=True).exclude(pk__in=with_code).count()
    if alone and not settings.IS_DEMO and settings.SECOND_FACTOR_REQUIRED == "NOBODY":
        yield Finding(
            f"{alone} who may do everything sign in with a password alone.",
            "A password that is guessed or given away opens the whole catalogue.",
            "Set SECOND_FACTOR_REQUIRED=EDITORS.",
        )
