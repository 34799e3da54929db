"""Signing in at the desk: what is said when it fails."""

from unfold.forms import AuthenticationForm

WRONG = "The name or the password is wrong."


class SignInForm(AuthenticationForm):
    """The form of the sign-in page. It does not tell which of the two is wrong, nor who is here."""

    error_messages = AuthenticationForm.error_messages | {"invalid_login": WRONG}
