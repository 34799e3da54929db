"""Before rights are decided on, and before a sign-in of one's own is changed: is it really she?

Whoever has proved it in the last minutes, by signing in or on the page here, is not asked again.
"""

import time
from functools import wraps
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from unfold.widgets import UnfoldAdminPasswordWidget

from portal.accounts import half_way, second_factor
from portal.accounts.guard import few_at_once
from portal.accounts.sessions import CONFIRMED

LATELY = 600  # seconds from proving it to opening a form
TO_SEND = 1800  # ... and to sending it
WRONG = "The password is wrong."


class PasswordAgain(forms.Form):
    """One's own password."""

    password = forms.CharField(
        strip=False,
        max_length=4096,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "current-password"}),
    )


def is_confirmed(request):
    """Whether the user has proved lately that it is she."""
    age = time.time() - request.session.get(CONFIRMED, 0)
    return age < (TO_SEND if request.method == "POST" else LATELY)


def to_confirm(request):
    """The way to the page that asks, and from there back to this one."""
    question = urlencode({"next": request.get_full_path()})
    return HttpResponseRedirect(f"{reverse('admin:confirm')}?{question}")


def confirmed_first(view):
    """Decorate a view, or a method of an admin class: whoever must prove it first is sent there."""

    @wraps(view)
    def answer(*args, **kwargs):
        request = next(one for one in args if hasattr(one, "META"))
        return view(*args, **kwargs) if is_confirmed(request) else to_confirm(request)

    return answer


class ConfirmedFirst:
    """A mixin for pages that decide on rights."""

    @confirmed_first
    def changeform_view(self, request, *args, **kwargs):
        return super().changeform_view(request, *args, **kwargs)

    @confirmed_first
    def delete_view(self, request, *args, **kwargs):
        return super().delete_view(request, *args, **kwargs)


@few_at_once
@sensitive_post_parameters("password", "code")
def confirm(request):
    """The page that asks for the code, or for the password of whoever has no second factor."""
    url = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        url, {request.get_host()}, require_https=request.is_secure()
    )
    url = url if is_ours else reverse("admin:own_access")
    has_device = second_factor.device_of(request.user) is not None
    form = (half_way.CodeForm if has_device else PasswordAgain)(request.POST or None)
    gives = half_way.gives_code if has_device else gives_password
    if request.method == "POST" and gives(request, request.user, form):
        request.session[CONFIRMED] = int(time.time())
        return HttpResponseRedirect(url)
    about = {"form": form, "next": url, "again": has_device, "asks_password": not has_device}
    return half_way.page(request, "Is it you?", "admin/enter_code.html", about)


def gives_password(request, user, form):
    """Whether somebody gives her password in a form; if not, the form says so."""
    if half_way.has_to_wait(request, user) or not form.is_valid():
        return False
    is_right = user.check_password(form.cleaned_data["password"])
    if not is_right:
        half_way.wrong(request, user)
        form.add_error("password", WRONG)
    return is_right
