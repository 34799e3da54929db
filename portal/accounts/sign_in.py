"""Signing in at the desk: the page of the password, and what is said when it fails."""

from django.contrib.auth.views import LoginView
from unfold.forms import AuthenticationForm

from portal.accounts import half_way

WRONG = "The name or the password is wrong."


class SignInForm(AuthenticationForm):
    """The form of the sign-in page. It does not tell which of the two is wrong, nor who is here."""

    error_messages = AuthenticationForm.error_messages | {"invalid_login": WRONG}


class SignIn(LoginView):
    """The page of the password. The right one leads to the desk, or to the page of the code."""

    authentication_form = SignInForm
    template_name = "admin/login.html"

    def form_valid(self, form):
        return half_way.go_on(self.request, form.get_user(), self.get_success_url())
