"""What administrators see, and end, of how somebody else signs in."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse

from portal.accounts import second_factor, sessions
from portal.desk.confirming import confirmed_first
from portal.desk.own_access import tell_of_ended


class AccessOf:
    """A mixin for the pages of people with access."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.access_view)
        return [
            path("<path:object_id>/access/", view, name="auth_user_access"),
            *super().get_urls(),
        ]

    @confirmed_first
    def access_view(self, request, object_id):
        """Second factor and sessions of one person: to take away, to end. One's own: elsewhere."""
        user = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        if user is None:
            raise Http404("There is no such person.")
        if user == request.user:
            return HttpResponseRedirect(reverse("admin:own_access"))
        if "end_all" in request.POST:
            tell_of_ended(request, user, sessions.end_all(user))
            return HttpResponseRedirect(request.path)
        if "take_away" in request.POST:
            if second_factor.take_away(request, user):
                text = f"{user} has no second factor now, and is signed in nowhere."
                messages.success(request, text)
            else:
                messages.error(request, f"{user} has no second factor.")
            return HttpResponseRedirect(request.path)
        device = second_factor.device_of(user)
        about = {
            "person": user,
            "places": sessions.places(user),
            "has_sessions": sessions.others(user).exists(),
            "device": device,
            "codes_left": second_factor.codes_left(user) if device else 0,
            "must": second_factor.needs_one(user),
        }
        title = f"Sign-in of {user.get_full_name() or user}"
        return self.page(request, title, "admin/access_of.html", about)


def access_url(user):
    return reverse("admin:auth_user_access", args=[user.pk])
