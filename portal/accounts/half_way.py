"""Between the password and the code: nobody is signed in, and nothing but the next page is open.

The session then holds who has given the right password, for ten minutes and under a key of its
own; `request.user` is nobody. A session that began before a second factor was asked of its user
counts for nothing, wherever a view looks.
"""

import time

from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.contrib import admin
from django.contrib.auth import login
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.signals import user_login_failed
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from unfold.widgets import UnfoldAdminTextInputWidget

from portal.accounts import second_factor, sessions
from portal.accounts.log import noted
from portal.accounts.models import AccessEvent
from portal.accounts.sessions import HALF_WAY
from portal.accounts.telling import tell

TO_SET_UP = "to_set_up"
WITH_CODE = "with_code"
PATIENCE = 600  # seconds from the password to the code
BACKEND = "django.contrib.auth.backends.ModelBackend"
AGAIN = "A code of your telephone that had been used was given again, and refused."
WRONG = (
    "This code is wrong, or has been used, or came too soon after a wrong one. Wait for the next "
    "one, and type that."
)


class SecondFactorMiddleware:
    """Takes a session for nobody's if it began without the second factor that it needs by now."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        request.user = SimpleLazyObject(lambda: whole(request, user))
        return self.get_response(request)


def whole(request, user):
    """The user of a session; nobody where a second factor is needed and was not given."""
    if not user.is_authenticated or request.session.get(WITH_CODE):
        return user
    return AnonymousUser() if second_factor.needs_one(user) else user


class CodeForm(forms.Form):
    """A code of a telephone, or a recovery code."""

    code = forms.CharField(
        max_length=40,
        widget=UnfoldAdminTextInputWidget(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}
        ),
    )


def go_on(request, user, url):
    """What follows on the right password: where it was to lead (a safe address), or the code."""
    device = second_factor.device_of(user)
    if not device and not second_factor.needs_one(user):
        login(request, user, backend=BACKEND)
        return HttpResponseRedirect(url)
    request.session.flush()  # whoever knows the key of before is left behind
    sessions.describe(request)
    request.session[HALF_WAY] = {
        "user": user.pk,
        "proof": user.get_session_auth_hash(),
        "since": int(time.time()),
        "next": str(url),
    }
    return redirect("code" if device else "set-up-first")


def whoever(request):
    """Who has given the right password in this session, and has not come further; or None."""
    found = request.session.get(HALF_WAY)
    if not found or time.time() - found["since"] > PATIENCE:
        return None
    user = User.objects.filter(pk=found["user"], is_active=True, is_staff=True).first()
    proof = user and user.get_session_auth_hash()
    return user if proof and constant_time_compare(proof, found["proof"]) else None


def arrive(request, user):
    """Sign somebody in who has given a code: where she wanted to go."""
    url = request.session.pop(HALF_WAY)["next"]
    login(request, user, backend=BACKEND)
    request.session[WITH_CODE] = True
    return url


def has_to_wait(request, user):
    """Whether somebody has failed too often from there; the answer is then that of the guard."""
    credentials = {"username": user.get_username()}
    if AxesProxyHandler.is_allowed(request, credentials):
        return False
    request.axes_locked_out, request.axes_credentials = True, credentials
    return True


def wrong(request, user, **what):
    """Count a wrong code, or password, as one at the sign-in is counted."""
    credentials = {"username": user.get_username()} | what
    user_login_failed.send(__name__, credentials=credentials, request=request)


def gives_code(request, user, form):
    """Whether somebody gives a code of hers in a form; if not, the form says so."""
    if has_to_wait(request, user) or not form.is_valid():
        return False
    kind = second_factor.accepts(user, form.cleaned_data["code"])
    if kind == "recovery":
        left = f"{second_factor.codes_left(user)} left"
        noted(AccessEvent.Kind.RECOVERED, request, by=user.get_username(), said=left)
        tell(user, f"A recovery code of yours was used; {left}.", by=user.get_username())
    if not kind:
        is_again = second_factor.was_used(user, form.cleaned_data["code"])
        wrong(request, user, code="", again=is_again)
        if is_again:
            tell(user, AGAIN, by="somebody who knows your password")
        form.add_error("code", WRONG)
    return bool(kind)


def page(request, title, template, about):
    """A page of the sign-in."""
    context = {**admin.site.each_context(request), "title": title} | about
    return render(request, template, context)


@never_cache
@csrf_protect
@sensitive_post_parameters("code")
def enter_code(request):
    """The page after the password of whoever has a second factor."""
    user = whoever(request)
    if user is None or second_factor.device_of(user) is None:
        return redirect("admin:login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and gives_code(request, user, form):
        return HttpResponseRedirect(arrive(request, user))
    return page(request, "Your code", "admin/enter_code.html", {"form": form})


@never_cache
@csrf_protect
@sensitive_post_parameters("code")
def set_up_first(request):
    """The page after the password of whoever needs a second factor and has none."""
    user = whoever(request)
    if user is None or second_factor.device_of(user):
        return redirect("admin:login")
    codes, about = setting_up(request, user, replaces=False)
    if codes:
        return show_codes(request, codes, arrive(request, user))
    return page(request, "A second factor", "admin/set_up_code.html", about | {"must": True})


def setting_up(request, user, *, replaces):
    """One step of the page that sets a second factor up: the recovery codes or None, its context.

    The secret is ours and stays in the session until a code proves that a telephone has it.
    """
    form = CodeForm(request.POST or None)
    secret = request.session.get(TO_SET_UP)
    if request.method == "POST" and secret and form.is_valid():
        text = form.cleaned_data["code"]
        codes = second_factor.set_up(request, user, secret, text, replaces=replaces)
        if codes:
            del request.session[TO_SET_UP]
            return codes, {}
        form.add_error("code", WRONG)
    if not secret:
        secret = request.session[TO_SET_UP] = second_factor.new_secret()
    return None, {
        "form": form,
        "picture": second_factor.picture(user, secret),
        "groups": second_factor.in_groups(secret),
        "person": user,
    }


def show_codes(request, codes, url):
    """The recovery codes, this once."""
    about = {"codes": codes, "next": url or reverse("admin:index")}
    return page(request, "Recovery codes", "admin/recovery_codes.html", about)
