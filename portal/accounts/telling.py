"""Mails to whoever signs in, when what she signs in with has changed: she knows if it was not she.

They hold no link and no secret. Where no mail is set up, or none is taken, a line of the log says
so, and nothing fails.
"""

import logging
from functools import partial
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

logger = logging.getLogger(__name__)


def tell(user, what, *, by, to=()):
    """Mail somebody, once it is committed, what has happened to her access.

    what: a sentence. by: who did it, a name. to: addresses in place of her own.
    """
    addresses = [address for address in to or [user.email] if address]
    context = {
        "user": user,
        "what": what,
        "by": by,
        "at": timezone.now(),
        "site": settings.SITE_NAME,
        "contact": settings.SECURITY_CONTACT,
    }
    mail = EmailMessage(
        subject=f"{settings.SITE_NAME}: your access to the curators' desk",
        body=render_to_string("portal/access_changed.txt", context),
    )
    name = user.get_username()
    transaction.on_commit(partial(send, mail, addresses, name, what))


def send(mail, addresses, name, what):
    """Send a mail to each address alone."""
    if not (settings.EMAIL_HOST and addresses):
        logger.info("Not told by mail: user %r: %s", name, what)
        return
    for address in addresses:
        mail.to = [address]
        try:
            mail.send()
        except (SMTPException, OSError) as error:
            logger.warning("Not told by mail: user %r: %s (%s)", name, what, error)
