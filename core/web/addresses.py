"""Permanent addresses: a page answers at the address of its record, and at each it once had.

Addresses of records are in small letters; who writes capitals is led on.
"""

from functools import wraps

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render

from core.models.identity import FormerSlug, PublicIdModel, ReservedSlug
from core.models.records import PublicRecord


def public(model):
    """Records of a model that have a page: the readable ones, or all where nothing is drafted."""
    records = model.objects.all()
    if hasattr(records, "readable"):
        return records.readable()
    return records.public() if hasattr(records, "public") else records


def public_or_404(reader, records, **key):
    """The record of a queryset that has a key; to be asked of those that the public may see."""
    record = reader.first(records.filter(**key))
    if record is None:
        raise Http404(f"The catalogue has no {reader.model._meta.verbose_name} at this address.")
    return record


def readable_or_404(reader, slug):
    """The record with a slug whose page can be read, archived ones included.

    Nearly all are published: they are looked for first, so that the others cost them nothing.
    """
    records = reader.model.objects
    try:
        return public_or_404(reader, records.published(), slug=slug)
    except Http404:
        return public_or_404(reader, records.kept(), slug=slug)


def moved(request, url):
    """The permanent redirect to where a page is now; the question of the address is kept.

    So is the name of a file of the page, which stands behind its last stroke.
    """
    url += request.path.rpartition("/")[2]
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{url}?{query}" if query else url)


def tag(name):
    """A name of something of ours that stays, whatever becomes of its address (RFC 4151)."""
    return f"tag:{settings.TAG_AUTHORITY}:{name}"


def tag_of(record):
    """The name of a PublicRecord: neither its slug nor the portal's host is part of it."""
    return tag(f"{record.kind}/{record.public_id}")


def present_slug(records, given):
    """The slug of the record of a queryset that has this one, once had it, or has this id; or None.

    Ids are what answers of the API, files and feeds call a record by, whatever becomes of its slug.
    """
    proper = given.lower()
    current = FormerSlug.objects.current(records.model, proper) or proper
    known = Q(slug=current)
    if issubclass(records.model, PublicIdModel):
        known |= Q(public_id=proper)
    found = set(records.filter(known).values_list("slug", flat=True))
    return current if current in found else min(found, default=None)


def current_address(model, slug):
    """Where the public record is that once had this slug, has it in small letters, or has this id.

    None where it is where it was asked for, or nowhere.
    """
    records = public(model)
    current = present_slug(records, slug)
    return None if current in (None, slug) else records.get(slug=current).get_absolute_url()


def withdrawn(model, **known):
    """The public record of a model that was withdrawn, by its slug or id; None where none was.

    What is given as a slug may be an id. Of one that vanished nothing is known.
    """
    records = PublicRecord.objects.of(model).known().select_related("replaced_by")
    if "slug" in known:
        proper = known["slug"].lower()
        slugs = [proper, FormerSlug.objects.current(model, proper) or proper]
        renamed = model.objects.filter(slug=proper).values("pk")
        had = ReservedSlug.objects.filter(kind=model._meta.model_name, slug=proper)
        is_deleted = Q(public_id__in=had.values("public_id"))
        is_readable = Q(state=PublicRecord.State.ARCHIVED, row_id__in=renamed) & ~Q(slug="")
        has_id = Q(public_id=proper)
        records = records.filter(Q(slug__in=slugs) | has_id | is_deleted | is_readable)
    else:
        records = records.filter(**known)
    return records.order_by("-sequence").first()


def page_of_withdrawn(request, model, **known):
    """What stands in the place of a record that was withdrawn, by its slug or id; None for none.

    The redirect (301) to the page of what it was merged into, or the page (410) that tells of it.
    """
    record = withdrawn(model, **known)
    if record is None:
        return None
    if record.replaced_by:
        other = public(model).filter(pk=record.replaced_by.row_id).first()
        if other:
            return moved(request, other.get_absolute_url())
    return render(request, "410.html", {"record": record}, status=410)


def permanent_address(model):
    """Let a view of one record answer at its former addresses too, with a redirect (301).

    Where the record was withdrawn, readers are told so (410); merged into another, led there.

    The view takes the slug and raises Http404 where no public record has it:

        @require_safe
        @permanent_address(Organization)
        def organization_detail(request, slug):
            organization = readable_or_404(ORGANIZATIONS, slug)
    """

    def decorate(view):
        @wraps(view)
        def answer(request, slug, **kwargs):
            try:
                return view(request, slug=slug, **kwargs)
            except Http404:
                if url := current_address(model, slug):
                    return moved(request, url)
                if answer := page_of_withdrawn(request, model, slug=slug):
                    return answer
                raise

        return answer

    return decorate
