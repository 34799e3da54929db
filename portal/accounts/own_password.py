"""A new password in place of one's own. A wrong old one counts as one at the sign-in does."""

from django.contrib.auth.views import PasswordChangeView
from django.urls import reverse_lazy
from unfold.forms import AdminOwnPasswordChangeForm

from portal.accounts import half_way


class ChangePassword(PasswordChangeView):
    """The page that asks for the old password and the new one.

    Whoever has failed too often is not heard: the answer is then that of the guard.
    """

    form_class = AdminOwnPasswordChangeForm
    success_url = reverse_lazy("admin:password_change_done")

    def post(self, request, *args, **kwargs):
        if half_way.has_to_wait(request, request.user):
            return self.get(request)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form):
        if form.has_error("old_password", "password_incorrect"):
            half_way.wrong(self.request, self.request.user)
        return super().form_invalid(form)
