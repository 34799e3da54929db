"""Who stands above whom: nobody gives a right that she has not, nor decides on who has one."""

from django.contrib.auth.models import Group, Permission
from django.db.models import Exists, OuterRef, Q


def permissions_of(user):
    """All that somebody may do, as permissions; of a superuser, all there are."""
    if user.is_superuser:
        return Permission.objects.all()
    return Permission.objects.filter(Q(group__user=user) | Q(user=user)).distinct()


def may_decide_on(user, other):
    """Whether somebody may change who another is, and what she may do.

    Rights count whether or not the other may sign in: she could be let in again.
    """
    if user.is_superuser:
        return True
    if other.is_superuser:
        return False
    return not permissions_of(other).exclude(pk__in=permissions_of(user).values("pk")).exists()


def groups_to_give(user):
    """The groups that give nothing that this user has not."""
    if user.is_superuser:
        return Group.objects.all()
    given = Group.permissions.through.objects.filter(group=OuterRef("pk"))
    above = given.exclude(permission__in=permissions_of(user).values("pk"))
    return Group.objects.filter(~Exists(above))
