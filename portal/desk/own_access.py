"""One's own sign-in at the desk: password, second factor, and where one is signed in."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from portal.accounts import half_way, second_factor, sessions
from portal.accounts.log import noted
from portal.accounts.models import AccessEvent
from portal.desk.confirming import confirm, confirmed_first

ENDED = "Ended: {} session{}."


def own_access(request):
    """The page of all this; POST ends one session, or all others."""
    here = request.session.session_key
    if "end" in request.POST:
        ended = sessions.end(request.user, request.POST["end"], but=here)
    elif "end_others" in request.POST:
        ended = sessions.end_all(request.user, but=here)
    else:
        return page(request)
    tell_of_ended(request, request.user, ended)
    return redirect("admin:own_access")


def tell_of_ended(request, user, number):
    """Say, and note, how many sessions of somebody have ended."""
    text = ENDED.format(number, "" if number == 1 else "s")
    messages.success(request, text)
    if number:
        noted(AccessEvent.Kind.SESSIONS_ENDED, request, about=user.get_username(), said=text)


def page(request):
    device = second_factor.device_of(request.user)
    about = {
        "title": "Your sign-in",
        "places": sessions.places(request.user, request.session.session_key),
        "has_others": sessions.others(request.user, request.session.session_key).exists(),
        "device": device,
        "codes_left": second_factor.codes_left(request.user) if device else 0,
        "must": second_factor.needs_one(request.user),
    }
    context = admin.site.each_context(request) | about
    return TemplateResponse(request, "admin/own_access.html", context)


@confirmed_first
@sensitive_post_parameters("code")
def set_up(request):
    """The page that sets a second factor up, or puts another telephone in place of one's own."""
    codes, about = half_way.setting_up(request, request.user, replaces=True)
    if codes:
        request.session[half_way.WITH_CODE] = True
        return half_way.show_codes(request, codes, reverse("admin:own_access"))
    return half_way.page(request, "A second factor", "admin/set_up_code.html", about)


@require_POST
@confirmed_first
def new_codes(request):
    """New recovery codes in place of those that somebody has."""
    if second_factor.device_of(request.user) is None:
        return redirect("admin:set_up")
    codes = second_factor.make_codes(request, request.user)
    return half_way.show_codes(request, codes, reverse("admin:own_access"))


@require_POST
@confirmed_first
def take_away(request):
    """Do without a second factor, where the portal does not ask for one."""
    if second_factor.needs_one(request.user):
        messages.error(request, "You need a second factor. Put another telephone in its place.")
    elif second_factor.take_away(request, request.user):
        request.session.pop(half_way.WITH_CODE, None)
        messages.success(request, "You sign in with your password alone now.")
    else:
        messages.error(request, "You have no second factor.")
    return HttpResponseRedirect(reverse("admin:own_access"))


PAGES = [  # address below `access/`, view, name
    ("", own_access, "own_access"),
    ("confirm/", confirm, "confirm"),
    ("second-factor/", set_up, "set_up"),
    ("codes/", new_codes, "new_codes"),
    ("take-away/", take_away, "take_away"),
]
