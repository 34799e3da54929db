"""Permanent addresses: a page answers at the address of its record, and at each it once had.

Addresses of records are in small letters; who writes capitals is led on.
"""

from functools import wraps

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render

from core.models.identity import FormerSlug, ReservedSlug
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


def current_address(model, slug):
    """Where the public record is that once had this slug or has it in small letters, or None."""
    proper = slug.lower()
    current = FormerSlug.objects.current(model, proper) or proper
    record = public(model).filter(slug=current).first() if current != slug else None
    return record and record.get_absolute_url()


def withdrawn(model, **known):
    """The public record of a model that was withdrawn, by its slug or id; None where none was.

    Of one that vanished nothing is known.
    """
    records = PublicRecord.objects.of(model).known().select_related("replaced_by")
    if "slug" in known:
        proper = known["slug"].lower()
        slugs = [proper, FormerSlug.objects.current(model, proper) or proper]
        renamed = model.objects.filter(slug=proper).values("pk")
        had = ReservedSlug.objects.filter(kind=model._meta.model_name, slug=proper)
        is_deleted = Q(public_id__in=had.values("public_id"))
        is_readable = Q(state=PublicRecord.State.ARCHIVED, row_id__in=renamed) & ~Q(slug="")
        records = records.filter(Q(slug__in=slugs) | is_deleted | is_readable)
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
