"""People are given access by invitation: a name, an address, a role, and a link of their own."""

from smtplib import SMTPException

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from unfold.widgets import (
    UnfoldAdminEmailInputWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from core.admin.columns import link_to
from portal.accounts import invitations
from portal.accounts.log import noted
from portal.accounts.models import AccessEvent
from portal.desk.confirming import confirmed_first
from portal.desk.roles import ADMINISTRATORS, CURATORS, EDITORS
from portal.desk.standing import groups_to_give

SUPERUSER = "superuser"
ROLES = [
    (CURATORS, "Curator: writes drafts and submits them"),
    (EDITORS, "Editor: publishes, too"),
    (ADMINISTRATORS, "Administrator: gives access to others, too"),
]
EVERYTHING = (SUPERUSER, "Superuser: may do everything")


class InvitationForm(forms.Form):
    """Whom to invite, and as what."""

    name = forms.CharField(max_length=150, widget=UnfoldAdminTextInputWidget)
    email = forms.EmailField(
        label="E-mail address",
        max_length=150,
        help_text="They sign in with it.",
        widget=UnfoldAdminEmailInputWidget,
    )
    role = forms.ChoiceField(choices=ROLES, widget=UnfoldAdminSelectWidget)

    def __init__(self, *args, by, **kwargs):
        """by: who invites, and can give no role that may more."""
        super().__init__(*args, **kwargs)
        names = set(groups_to_give(by).values_list("name", flat=True))
        roles = [(name, said) for name, said in ROLES if name in names]
        self.fields["role"].choices = [*roles, EVERYTHING] if by.is_superuser else roles

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        other = User.objects.filter(Q(username__iexact=email) | Q(email__iexact=email)).first()
        if other:
            raise ValidationError(format_html("Somebody has it already: {}", link_to(other)))
        return email

    def save(self):
        """The new user, who has no password yet."""
        *first, last = self.cleaned_data["name"].split()
        email, role = self.cleaned_data["email"], self.cleaned_data["role"]
        user = User.objects.create_user(
            email,
            email,
            first_name=" ".join(first),
            last_name=last,
            is_staff=True,
            is_superuser=role == SUPERUSER,
        )
        user.groups.set(Group.objects.filter(name=role))
        return user


class Inviting:
    """A mixin for the pages of people with access."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.invitation_view)
        url = path("<path:object_id>/invitation/", view, name="auth_user_invitation")
        return [url, *super().get_urls()]

    @confirmed_first
    def add_view(self, request, form_url="", extra_context=None):
        """The form that invites somebody."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = InvitationForm(request.POST or None, by=request.user)
        if request.method == "POST" and form.is_valid():
            user = form.save()
            said = f"Invited as {role_of(user).lower()}."
            self.log_addition(request, user, said)
            noted(AccessEvent.Kind.INVITED, request, about=user.username, said=said)
            self.send(request, user)
            return HttpResponseRedirect(invitation_url(user))
        return self.page(request, "Invite somebody", "admin/invite.html", {"form": form})

    @confirmed_first
    def invitation_view(self, request, object_id):
        """The link of one person: to make, to send, to withdraw. Each that is made is noted."""
        user = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        if user is None:
            raise Http404("There is no such person.")
        if "send" in request.POST:
            self.send(request, user)
            return HttpResponseRedirect(request.path)
        if "withdraw" in request.POST and user.last_login is None:
            self.log_deletions(request, [user])
            user.delete()
            self.message_user(request, f"Withdrawn: {user}.", messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:auth_user_changelist"))
        may_come = user.is_active and user.is_staff
        link = ""
        if "make" in request.POST and may_come:
            link = invitations.link_for(user)
            noted(AccessEvent.Kind.PASSWORD_LINK, request, about=user.username)
        about = {
            "person": user,
            "may_come": may_come,
            "link": link,
            "days": invitations.days(),
            "sends": bool(settings.EMAIL_HOST and user.email),
        }
        title = f"Invitation of {user.get_full_name() or user}"
        return self.page(request, title, "admin/invitation.html", about)

    def send(self, request, user):
        """Mail the link, if there is a way to send mail."""
        if not settings.EMAIL_HOST:
            return
        try:
            invitations.send(user)
        except (SMTPException, OSError) as error:
            text = f"It could not be sent to {user.email} ({error}). Give them the link yourself."
            self.message_user(request, text, messages.ERROR)
        else:
            said = f"Sent to {user.email}."
            noted(AccessEvent.Kind.PASSWORD_LINK, request, about=user.username, said=said)
            self.message_user(request, said, messages.SUCCESS)

    def page(self, request, title, template, about):
        context = self.admin_site.each_context(request) | {"title": title, "opts": self.opts}
        return TemplateResponse(request, template, context | about)


def invitation_url(user):
    return reverse("admin:auth_user_invitation", args=[user.pk])


def role_of(user):
    """What somebody is at the desk, in a word or two."""
    if user.is_superuser:
        return "Superuser"
    return ", ".join(group.name.removesuffix("s") for group in user.groups.all())
