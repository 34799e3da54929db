"""What people of the desk are told there: how much is new, and putting it away."""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from core.admin.keys import key_in
from core.models import Notice

MOST = 20  # that the home page names


def number_of_new(request):
    """How many notices somebody has not put away; the database is asked once for a page."""
    if not hasattr(request, "new_notices"):
        request.new_notices = Notice.objects.new_to(request.user).count()
    return request.new_notices


def new_notices(request):
    """The newest notices of somebody, with what they are about."""
    notices = list(Notice.objects.new_to(request.user).select_related("step__user")[:MOST])
    models = {model._meta.model_name: model for model in admin.site._registry}
    for notice in notices:
        opts = models[notice.step.kind]._meta
        name = f"admin:{opts.app_label}_{opts.model_name}_change"
        notice.url = reverse(name, args=[notice.step.row_id])
    return notices


def put_away(request):
    """Put away one notice of one's own, or all that the page showed."""
    keys = [key_in(key) for key in request.POST.getlist("notice")]
    Notice.objects.new_to(request.user).filter(pk__in=keys).update(seen_at=timezone.now())
    return HttpResponseRedirect(reverse("admin:index"))
