"""People with access and their rights, and the log of all changes: for administrators.

They decide on people and roles that may no more than they themselves (`standing.py`).
"""

from django import forms
from django.contrib import admin
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group, Permission, User
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import display

from core.admin.base import ReadOnly
from core.admin.columns import link
from core.admin.history import history_url
from core.admin.naming import nouns_of
from core.admin.uses import is_owner
from core.history.tables import models_by_kind
from portal.desk.access_of import AccessOf, access_url
from portal.desk.confirming import ConfirmedFirst
from portal.desk.inviting import Inviting, invitation_url, role_of
from portal.desk.roles import ROLES
from portal.desk.standing import groups_to_give, may_decide_on, permissions_of

admin.site.index_title = "Home"
# What they are called at the desk; Django's own words are for programmers.
LogEntry._meta.verbose_name, LogEntry._meta.verbose_name_plural = "change", "changes"
User._meta.verbose_name, User._meta.verbose_name_plural = "person", "people with access"
Group._meta.verbose_name, Group._meta.verbose_name_plural = "role", "roles"
# The pages of django-otp show secrets of telephones; ours stand in `own_access.py`.
admin.site.unregister([User, Group, TOTPDevice, StaticDevice])


OF_THE_DESK = ["initiatives", "forum", "portal", "roof"]  # apps on which a role may have rights
NAMES = ["username", "first_name", "last_name", "email"]


class AccessForm(forms.ModelForm):
    """Who somebody is, and what they may do."""

    class Meta:
        model = User
        fields = [
            *NAMES,
            *("is_active", "is_staff", "groups", "is_superuser"),
        ]
        labels = {
            "username": "Signs in as",
            "email": "E-mail address",
            "is_active": "May sign in",
            "is_staff": "May open this desk",
            "groups": "Roles",
            "is_superuser": "May do everything",
        }
        help_texts = {
            "username": "Letters, digits and @ . + - _ only.",
            "is_active": "Who leaves loses this tick, and is not deleted: the history names them.",
            "is_staff": "",
            "groups": "Curators write drafts and submit them. Editors publish, too. "
            "Administrators give access, too.",
            "is_superuser": "Without any role, and whatever is added to the desk.",
        }


@admin.register(User)
class PortalUserAdmin(ConfirmedFirst, AccessOf, Inviting, ModelAdmin):
    """People with access. They are switched off, not deleted: the log of changes names them."""

    form = AccessForm
    list_display = ["username", "name", "role", "may_sign_in", "came"]
    list_display_links = ["username", "name"]
    list_filter = [("groups", RelatedDropdownFilter)]
    search_fields = ["username", "first_name", "last_name", "email"]
    ordering = ["username"]
    autocomplete_fields = ["groups"]
    fieldsets = [
        ("Who it is", {"fields": [*NAMES, "password_link", "sign_in_link"]}),
        ("Rights", {"fields": ["is_active", "is_staff", "groups", "is_superuser"]}),
        ("When", {"fields": ["came", "date_joined"]}),
    ]
    readonly_fields = ["password_link", "sign_in_link", "came", "date_joined"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        """Who may more is looked at only."""
        may_change = super().has_change_permission(request, obj)
        return may_change and (obj is None or may_decide_on(request.user, obj))

    def get_fieldsets(self, request, obj=None):
        """A superuser is made by superusers; for others the field is not there to be sent."""
        if request.user.is_superuser:
            return self.fieldsets
        who, (rights, parts), when = self.fieldsets
        fields = [name for name in parts["fields"] if name != "is_superuser"]
        return [who, (rights, {"fields": fields}), when]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs["queryset"] = groups_to_give(request.user)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @display(description="Name", ordering="last_name")
    def name(self, user):
        return user.get_full_name()

    @display(description="Role")
    def role(self, user):
        return role_of(user)

    @display(description="May sign in", boolean=True, ordering="is_active")
    def may_sign_in(self, user):
        return user.is_active

    @display(description="Last came", ordering="last_login")
    def came(self, user):
        if user.last_login:
            return date_format(timezone.localtime(user.last_login), "j M Y, H:i")
        return link("Invited, has not come yet", invitation_url(user))

    @display(description="Password")
    def password_link(self, user):
        return link("A link to choose a new one", invitation_url(user))

    @display(description="Second factor, sessions")
    def sign_in_link(self, user):
        return link("Look at them", access_url(user))


@admin.register(Group)
class PortalGroupAdmin(ConfirmedFirst, GroupAdmin, ModelAdmin):
    """Groups of rights. Those that `migrate` keeps in step can be looked at only."""

    list_display = ["name", "kept"]
    readonly_fields = ["rights"]
    fieldsets = [(None, {"fields": ["name", "permissions"]})]
    filter_horizontal = ()
    autocomplete_fields = ["permissions"]

    def get_fieldsets(self, request, obj=None):
        return [(None, {"fields": ["name", "rights"]})] if is_kept(obj) else self.fieldsets

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self.is_within(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self.is_within(request, obj)

    def is_within(self, request, group):
        """Whether the user may decide on a group: the portal does not, and it gives no more."""
        if is_kept(group):
            return False
        return group is None or groups_to_give(request.user).filter(pk=group.pk).exists()

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        kwargs["queryset"] = of_the_desk(permissions_of(request.user))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @display(description="Kept by the portal", boolean=True)
    def kept(self, group):
        return is_kept(group)

    @display(description="Rights")
    def rights(self, group):
        """What the group may do with each kind of record, in words."""
        rows = [
            (capfirst(in_words(model)), ", ".join(actions))
            for model, actions in ROLES[group.name].items()
        ]
        return format_html_join("", "<li>{}: {}</li>", sorted(rows))


def in_words(model):
    """What the desk calls records of a model; rows by the records that have them, too."""
    owner = next((one.related_model for one in model._meta.fields if is_owner(one)), None)
    if admin.site.is_registered(model) or owner is None:
        return str(model._meta.verbose_name_plural)
    return f"{nouns_of(model)} of {owner._meta.verbose_name_plural}"


@admin.register(Permission)
class PermissionAdmin(ReadOnly, ModelAdmin):
    """There for the choice of a group's rights; `migrate` makes the permissions."""

    list_display = ["name", "kind"]
    search_fields = ["name", "codename"]
    fieldsets = [(None, {"fields": ["name", "kind"]})]
    readonly_fields = ["kind"]

    def get_queryset(self, request):
        permissions = super().get_queryset(request).select_related("content_type")
        held = permissions_of(request.user).values("pk")
        return of_the_desk(permissions.filter(pk__in=held))

    def has_module_permission(self, request):
        return False

    @display(description="Kind of record")
    def kind(self, permission):
        return permission.content_type.name


def of_the_desk(permissions):
    """Those that say something at the desk."""
    return permissions.filter(content_type__app_label__in=OF_THE_DESK)


DONE = {ADDITION: "Added", CHANGE: "Changed", DELETION: "Deleted"}


class DoneFilter(ChoicesDropdownFilter):
    """Whether something was added, changed or deleted."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = "what was done"


@admin.register(LogEntry)
class LogAdmin(ReadOnly, ModelAdmin):
    """Who changed what. Nobody changes this."""

    list_display = ["when", "user", "done", "kind", "record", "said", "history"]
    list_select_related = ["user", "content_type"]
    list_filter = [("action_flag", DoneFilter), ("user", RelatedDropdownFilter)]
    list_per_page = 50
    list_filter_submit = True
    search_fields = ["object_repr", "change_message"]
    date_hierarchy = "action_time"
    fieldsets = [(None, {"fields": ["when", "user", "done", "kind", "record", "said"]})]
    readonly_fields = ["when", "done", "kind", "record", "said"]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Who changed what"})

    @display(description="When", ordering="action_time")
    def when(self, entry):
        return date_format(timezone.localtime(entry.action_time), "j M Y, H:i")

    @display(description="Values before and after")
    def history(self, entry):
        model = entry.content_type and entry.content_type.model_class()
        if model not in models_by_kind().values():
            return ""
        return link("History", history_url(model, entry.object_id))

    @display(description="Done", ordering="action_flag")
    def done(self, entry):
        return DONE[entry.action_flag]

    @display(description="Kind", ordering="content_type")
    def kind(self, entry):
        return entry.content_type.name

    @display(description="Record", ordering="object_repr")
    def record(self, entry):
        return entry.object_repr

    @display(description="What")
    def said(self, entry):
        return entry.get_change_message()


def is_kept(group):
    """Whether each `migrate` gives the group its rights anew."""
    return bool(group) and group.name in ROLES
