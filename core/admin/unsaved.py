"""What somebody typed into a form of the desk is kept when it cannot be saved, and offered again.

A session ends while she types, or an editor publishes the record meanwhile, or deletes it. The form
says, signed, for whom it was shown. So it is kept for her alone, even where nobody is signed in
any more, and nobody else can have anything kept for her.
"""

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.views import csrf

from core.admin.keys import key_in
from core.admin.opened import Opened
from core.models.unsaved import Unsaved

OPENED = "opened"  # the field by which a form says what it showed
FROM = "_from"  # the field by which a form says that it shows again what was kept
RESTORE, FORGET = "_restore", "_forget"  # buttons; their values are ids
LONGEST_NAME, LONGEST_PATH = 400, 300
KEPT = (
    "What you typed could not be saved, since your session had ended. It is kept: sign in, and it "
    "is offered to you again."
)


def keep(request):
    """Keep what a form has sent for her to whom the desk has shown it; None if it has not."""
    opened = Opened.read(request.POST.get(OPENED, ""))
    if opened.user is None:
        return None
    name = opened.name[:LONGEST_NAME]
    kept = Unsaved.objects.keep(opened.user, place(request), name, request.POST)
    let_go(opened.user, request.POST.get(FROM))
    return kept


def own(request, key):
    """What this user typed and could not save, by its id; None if there is no such thing."""
    return Unsaved.objects.of(request.user).filter(pk=key_in(str(key))).first()


def let_go(user, key):
    """Forget what this user typed: it is saved, or not wanted."""
    Unsaved.objects.filter(user=user, pk=key_in(str(key))).delete()


def offered(request):
    """What this user typed at the address of the page and could not save."""
    return Unsaved.objects.of(request.user).filter(path=place(request))


def place(request):
    """The address of a form, as the database can hold it whatever stands in it."""
    return quote(request.path)[:LONGEST_PATH]


def csrf_failure(request, reason=""):
    """What to do with a form whose token has gone stale: after signing in anew, or at its end."""
    if request.path.startswith(reverse("admin:index")) and keep(request):
        messages.warning(request, KEPT)
        return HttpResponseRedirect(request.get_full_path())
    return csrf.csrf_failure(request, reason=reason)
