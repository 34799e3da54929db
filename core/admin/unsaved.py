"""What somebody types into a form of the desk is kept until it is saved, and offered again.

Her browser sends it while she types (`static/admin/desk.js`), and again what cannot be saved: a
session ends, or an editor publishes the record meanwhile, or deletes it. The form says, signed, for
whom it was shown, and has a name of its own. So it is kept for her alone, each form once, even
where nobody is signed in any more, and nobody else can have anything kept for her.
"""

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views import csrf

from core.admin.keys import key_in
from core.admin.opened import Opened
from core.models.unsaved import Presence, Unsaved, name_of_form

OPENED = "opened"  # the field by which a form says what it showed
RESTORE, FORGET = "_restore", "_forget"  # buttons; their values are ids
PREVIEW = "_preview"  # a button that keeps what was typed and shows it as a page
KEEP, HERE, LEFT = "_keep", "_here", "_left"  # what a script of the form sends by itself
LONGEST_NAME, LONGEST_PATH = 400, 300
NOT_YET = "It is not saved yet. Look at it, then press Save."
KEPT = (
    "What you typed could not be saved, since your session had ended. It is kept: sign in, and it "
    "is offered to you again."
)


def keep(request, post=None):
    """Keep what a form has sent for her to whom the desk has shown it; None if it is not kept."""
    post = post or request.POST
    opened = Opened.read(post.get(OPENED, ""))
    if opened.user is None:
        return None
    form, name = opened.form or name_of_form(), opened.name[:LONGEST_NAME]
    return Unsaved.objects.keep(opened.user, form, place(request), name, post)


def own(request, key):
    """What this user typed and has not saved, by its id; None if there is no such thing."""
    return Unsaved.objects.of(request.user).filter(pk=key_in(str(key))).first()


def forget(user, **known):
    """Forget what this user typed (by its id, or by its form): it is saved, or not wanted."""
    Unsaved.objects.filter(user=user, **known).delete()


def saved(request):
    """Keep nothing of what the form of this request said, which is saved; its user has left it."""
    forget(request.user, form=request.opened.form)
    Presence.objects.left(request.user, place(request))


def only_show(request, why):
    """Let the form show what it is sent, and say why; nothing is saved, and nothing is wrong."""
    request.is_only_shown, request.not_yet = True, why


def offered(request):
    """What this user typed at the address of the page and has not saved."""
    return Unsaved.objects.of(request.user).filter(path=place(request))


def place(request):
    """The address of a form, as the database can hold it whatever stands in it."""
    return quote(request.path)[:LONGEST_PATH]


def is_sent_by_itself(request):
    """Whether a form's script has sent this, and nobody has pressed anything."""
    return any(name in request.POST for name in (KEEP, HERE, LEFT))


def is_about_kept(request):
    """Whether somebody asks to see what was kept, in its form or as a page, or to forget it."""
    return any(name in request.POST for name in (RESTORE, FORGET, PREVIEW))


def answer_to_script(request, *, is_here):
    """Keep what a form's script sends; what to say beside the form: that it is kept, who else.

    is_here: whether somebody signed in has sent it, and no page of others. Without a session, or
    with a token that has gone stale, it is kept all the same. A window in which nobody types does
    not prolong the session.
    """
    if is_here and KEEP not in request.POST:
        request.session.modified = False
    kept = keep(request) if KEEP in request.POST else None
    said = {"kept": kept and clock(kept.kept_at), "others": [], "isHere": is_here}
    if is_here:
        user, path = request.user, place(request)
        if LEFT in request.POST:
            Presence.objects.left(user, path)
        else:
            Presence.objects.beat(user, path, has_typed=KEEP in request.POST)
        said["others"] = list(map(presence_in_words, others(request)))
    return JsonResponse(said)


def others(request):
    """Who else has the form at this address open."""
    return Presence.objects.others(request.user, place(request))


def presence_in_words(presence):
    """Who has a form open, and when she last typed there."""
    name = presence.user.get_full_name() or presence.user.get_username()
    typed = f", last typed at {clock(presence.typed_at)}" if presence.typed_at else ""
    return f"{name} has this open{typed}."


def clock(moment):
    return date_format(timezone.localtime(moment), "H:i")


def csrf_failure(request, reason=""):
    """What to do with a form whose token has gone stale: after signing in anew, or at its end."""
    if request.path.startswith(reverse("admin:index")):
        if is_sent_by_itself(request):
            return answer_to_script(request, is_here=False)
        if keep(request):
            messages.warning(request, KEPT)
            return HttpResponseRedirect(request.get_full_path())
    return csrf.csrf_failure(request, reason=reason)
