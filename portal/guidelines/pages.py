"""The guidelines, for everybody to read."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.guidelines.models import Guideline
from portal.guidelines.passages import opening


@require_safe
def guideline_list(request):
    """All of them, in the order in which one reads them."""
    return render(request, "portal/guidelines.html", {"guidelines": Guideline.objects.all()})


@require_safe
def guideline_detail(request, slug):
    """One of them, with the way to the next."""
    guidelines = list(Guideline.objects.all())
    place = next((n for n, one in enumerate(guidelines) if one.slug == slug), None)
    if place is None:
        raise Http404("There is no guideline at this address.")
    guideline = guidelines[place]
    context = {
        "guideline": guideline,
        "opening": opening(guideline.body),
        "passages": guideline.passages,
        "following": guidelines[place + 1] if place + 1 < len(guidelines) else None,
    }
    return render(request, "portal/guideline.html", context)
