"""Invitations: a link by which somebody chooses a password, and has access from then on.

It holds for PASSWORD_RESET_TIMEOUT, and only until it has been used, or its owner has signed in, or
has been switched off. Nothing of it is stored.
"""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.contrib.auth.views import PasswordResetConfirmView
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse, reverse_lazy
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from unfold.widgets import UnfoldAdminPasswordWidget

from portal.accounts import half_way

NO_MORE = "This link does not hold any more"
BY_LINK = "a link of invitation"  # as the access log names whoever uses one


class Tokens(PasswordResetTokenGenerator):
    """What stands in a link and nobody can make up."""

    key_salt = "portal.accounts.invitations"


tokens = Tokens()


def link_for(user):
    """The whole address at which somebody chooses a password."""
    key = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("invitation", kwargs={"uidb64": key, "token": tokens.make_token(user)})
    return f"{settings.SITE_URL}{path}"


def send(user):
    """Mail the link to its owner."""
    context = {"user": user, "link": link_for(user), "site": settings.SITE_NAME, "days": days()}
    EmailMessage(
        subject=f"{settings.SITE_NAME}: your access to the curators' desk",
        body=render_to_string("portal/invitation.txt", context),
        to=[user.email],
    ).send()


def days():
    """For how many days a link holds."""
    return settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)


class PasswordForm(SetPasswordForm):
    """A new password, twice."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("new_password1", "new_password2"):
            password = UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"})
            self.fields[name] = forms.CharField(
                label=self.fields[name].label,
                help_text=self.fields[name].help_text,
                strip=False,
                widget=password,
            )


class ChoosePassword(PasswordResetConfirmView):
    """The page of the link. Who has chosen a password is signed in, or asked for her code."""

    form_class = PasswordForm
    token_generator = tokens
    template_name = "admin/choose_password.html"
    title = "Choose a password"
    success_url = reverse_lazy("admin:index")

    def get_user(self, uidb64):
        user = super().get_user(uidb64)
        return user if user and user.is_active and user.is_staff else None

    def form_valid(self, form):
        self.request.acts_by = BY_LINK
        super().form_valid(form)
        return half_way.go_on(self.request, form.user, self.success_url)

    def get_context_data(self, **kwargs):
        context = admin.site.each_context(self.request) | super().get_context_data(**kwargs)
        return context if self.validlink else context | {"title": NO_MORE}
