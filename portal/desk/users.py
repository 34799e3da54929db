"""People with access and their rights, and the log of all changes: for superusers only."""

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.utils.html import format_html_join
from django.utils.text import capfirst
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from core.admin.base import ReadOnly
from portal.desk.roles import ROLES

admin.site.index_title = "Home"
admin.site.unregister([User, Group])


class ForSuperusers:
    """A mixin for pages that decide on rights: no permission of a group opens them."""

    def has_module_permission(self, request):
        return request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser


@admin.register(User)
class PortalUserAdmin(ForSuperusers, UserAdmin, ModelAdmin):
    """People with access. They are switched off, not deleted: the log of changes names them."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ["username", "name", "roles", "is_active", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_superuser", ("groups", RelatedDropdownFilter)]
    filter_horizontal = ()
    autocomplete_fields = ["groups"]
    fieldsets = [
        ("Who it is", {"fields": ["username", "password", "first_name", "last_name", "email"]}),
        (
            "Rights",
            {
                "fields": ["is_active", "is_staff", "groups", "is_superuser"],
                "description": (
                    "Staff may open this desk. Curators write and submit; Editors publish too. "
                    "Superusers may do everything, and give rights to others. Who leaves is made "
                    "inactive, so that the log still says who changed what."
                ),
            },
        ),
        ("When", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {"fields": ["username", "usable_password", "password1", "password2"]},
        ),
    ]
    readonly_fields = ["last_login", "date_joined"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def has_delete_permission(self, request, obj=None):
        return False

    @display(description="Name", ordering="last_name")
    def name(self, user):
        return user.get_full_name()

    @display(description="Groups")
    def roles(self, user):
        return ", ".join(group.name for group in user.groups.all())


@admin.register(Group)
class PortalGroupAdmin(ForSuperusers, GroupAdmin, ModelAdmin):
    """Groups of rights. Those that `migrate` keeps in step can be looked at only."""

    list_display = ["name", "kept"]
    readonly_fields = ["rights"]
    fieldsets = [(None, {"fields": ["name", "permissions"]})]
    filter_horizontal = ()
    autocomplete_fields = ["permissions"]

    def get_fieldsets(self, request, obj=None):
        return [(None, {"fields": ["name", "rights"]})] if is_kept(obj) else self.fieldsets

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not is_kept(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not is_kept(obj)

    @display(description="Kept by the portal", boolean=True)
    def kept(self, group):
        return is_kept(group)

    @display(description="Rights")
    def rights(self, group):
        """What the group may do with each kind of record, in words."""
        rows = [
            (capfirst(model._meta.verbose_name_plural), ", ".join(actions))
            for model, actions in ROLES[group.name].items()
        ]
        return format_html_join("", "<li>{}: {}</li>", sorted(rows))


@admin.register(Permission)
class PermissionAdmin(ReadOnly, ForSuperusers, ModelAdmin):
    """There for the choice of a group's rights; `migrate` makes the permissions."""

    list_display = ["name", "content_type"]
    search_fields = ["name", "codename"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("content_type")

    def has_module_permission(self, request):
        return False


@admin.register(LogEntry)
class LogAdmin(ReadOnly, ForSuperusers, ModelAdmin):
    """Who changed what. Nobody changes this."""

    list_display = ["action_time", "user", "action_flag", "content_type", "object_repr", "said"]
    list_select_related = ["user", "content_type"]
    list_filter = [("action_flag", ChoicesDropdownFilter), ("user", RelatedDropdownFilter)]
    list_per_page = 50
    list_filter_submit = True
    search_fields = ["object_repr", "change_message"]
    date_hierarchy = "action_time"

    @display(description="What")
    def said(self, entry):
        return entry.get_change_message()


def is_kept(group):
    """Whether each `migrate` gives the group its rights anew."""
    return bool(group) and group.name in ROLES
