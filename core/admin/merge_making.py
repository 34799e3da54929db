"""That one record goes into another at the desk: what stands in its way, and how it is done."""

from functools import cached_property

from django.conf import settings
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.db import connection
from django.utils import timezone

from core import merging
from core.admin.authors import ALONE, authors, may_publish
from core.admin.base import GuardedAdmin
from core.admin.columns import change_url
from core.admin.draft_versions import url_of_draft
from core.admin.gate import Gated, found_in, let_through
from core.admin.merge_choices import Choices
from core.admin.saving import Refused, lock
from core.admin.uses import Way, uses_of
from core.admin.versions import Seen, log_since, versions
from core.models import Draft, Publishable
from core.publishing import Problem, gate, is_public

NOT_YOURS = "You may not change it."
SEEN_ALONE = "Readers see it, and not the other: let this one stay, or publish the other first."
OPEN_DRAFT = "There is a draft of changes to it: publish that, or drop it, first."
CHANGED = (
    "Somebody has saved one of the two, or what names them, since you opened this page. Nothing is "
    "merged yet: look again. What you had chosen is still chosen."
)


class Merging:
    """One record goes into another of its kind; `request` says who wants it, and what is chosen."""

    def __init__(self, desk, request, goes, stays):
        self.desk, self.request = desk, request
        self.goes, self.stays = goes, stays

    @property
    def both(self):
        return [self.stays, self.goes]

    @cached_property
    def plan(self):
        return merging.Plan.of(self.goes, self.stays)

    @cached_property
    def choices(self):
        post = self.request.POST if self.request.method == "POST" else None
        return Choices(self.desk, self.plan, post)

    @cached_property
    def uses(self):
        """What names the record that goes, and will name the other."""
        return uses_of(self.goes)

    @cached_property
    def owners(self):
        """The records that do, as pairs of a way of using it and a queryset."""
        return [(use.way, use.way.owners_of(use.way.of(self.goes))) for use in self.uses]

    @property
    def once(self):
        """The records that name both in the same way already, and will name the other once."""
        found = {}
        for step in self.plan.uses:
            rows = step.column.model._base_manager.filter(pk__in=step.equal.values())
            owners = Way(step.column.field).owners_of(rows) if step.equal else ()
            found |= {(type(owner), owner.pk): (owner, change_url(owner)) for owner in owners}
        return list(found.values())

    @cached_property
    def obstacles(self):
        """What keeps it from being done: records, where each is, and why."""
        return [*self.obstacles_in_it(), *self.obstacles_in_uses()]

    def obstacles_in_it(self):
        desk, request, goes, stays = self.desk, self.request, self.goes, self.stays
        for record in self.both:
            if not desk.has_change_permission(request, record):
                yield record, change_url(record), NOT_YOURS
        if not desk.has_delete_permission(request, goes):
            yield goes, change_url(goes), "You may not have it go."
        if isinstance(goes, Publishable) and goes.is_published and not stays.is_published:
            yield goes, change_url(goes), SEEN_ALONE
        elif not self.is_read_by_two():
            yield goes, change_url(goes), ALONE
        for record in (goes, *(plan.goes for step in self.plan.own for plan in step.parts)):
            for draft in Draft.objects.about(record).open():
                yield record, url_of_draft(draft, record._meta.app_label), OPEN_DRAFT

    def is_read_by_two(self):
        """Whether what one alone has written stays away from readers, where it has to."""
        if settings.PUBLISH_ALONE or not isinstance(self.desk, GuardedAdmin):
            return True
        if is_public(self.goes) or not is_public(self.stays):
            return True
        model, key = self.desk.model, self.goes.pk
        version, writers = versions(model, [key])[key], authors(model, [key])[key]
        return may_publish(self.request.user.pk, self.goes, version, writers)

    def obstacles_in_uses(self):
        for way, owners in self.owners:
            for owner in owners:
                if not way.desk.has_change_permission(self.request, owner):
                    yield owner, change_url(owner), NOT_YOURS

    @property
    def drafts(self):
        """Open drafts of changes to the record that stays, each with its address."""
        drafts = Draft.objects.about(self.stays).open()
        return [(draft, url_of_draft(draft, self.desk.opts.app_label)) for draft in drafts]

    @property
    def seen(self):
        """What the page shows of the two, signed."""
        return Seen.now(self.desk.model, [record.pk for record in self.both])

    def changed_since(self, seen, mark):
        """What was done since a page was shown: records with sentences; None if nothing was.

        seen: that page's `seen`, as a text; mark: what it said of the plan.
        """
        shown, now = Seen.read(seen), self.seen
        if shown.versions == now.versions and mark == self.plan.mark:
            return None
        keys = shown.differing(now)
        log = log_since(self.desk.model, keys, shown.moment) if keys else {}
        return [
            (record, change_url(record), log.get(record.pk, []))
            for record in self.both
            if record.pk in keys
        ]

    def hold(self):
        """Let nobody else change the two and what names the one that goes; whether they are there.

        A Plan that is made afterwards is what will be done.
        """
        if not all(lock(record) for record in sorted(self.both, key=lambda one: one.pk)):
            return False
        for _, owners in self.owners:
            list(owners.select_for_update().order_by("pk").values_list("pk"))
        return True

    def make(self, reason):
        """Do it, and note it with each record that it concerns.

        :raises Refused: if checks find errors in what readers see then, or ask about it.
        """
        owners = [(way, list(some)) for way, some in self.owners]
        named = {owner for _, some in owners for owner in some}
        before = gate.errors_in_public([self.stays, *named])
        asked = found_in(self.stays) if isinstance(self.desk, Gated) else ()
        values = dict(self.choices.values)
        if isinstance(self.stays, Publishable):
            values["updated_at"] = timezone.now()
        self.keep_reasons()
        merging.make(self.plan, values=values, without=self.choices.without, reason=reason)
        self.stays = self.desk.model._base_manager.get(pk=self.stays.pk)
        if isinstance(self.desk, Gated):
            self.desk.complete(self.stays)
        for way, some in owners:
            self.note_use(way, some)
        self.note()
        connection.check_constraints()
        if errors := gate.brought_about(before):
            raise Refused([Problem(one.text) for one in errors])
        if isinstance(self.desk, Gated) and self.stays.is_published:
            let_through(self.request, self.stays, asked)

    def keep_reasons(self):
        """What was said of the record that goes, to what checks asked, is said of the other."""
        gate.inherit(self.desk.model, self.goes.pk, self.stays.pk)

    def note_use(self, way, owners):
        """Note with records that they name the other now."""
        keys = [owner.pk for owner in owners]
        rows = way.owner._base_manager.filter(pk__in=keys)
        if issubclass(way.owner, Publishable):
            rows.update(updated_at=timezone.now())
        text = f"{way.label.capitalize()}: “{self.goes}” went into “{self.stays}”."
        LogEntry.objects.log_actions(self.request.user.pk, rows, CHANGE, text)

    def note(self):
        log, user = LogEntry.objects, self.request.user.pk
        log.log_actions(user, [self.stays], CHANGE, f"Merged “{self.goes}” into it.")
        log.log_actions(user, [self.goes], DELETION, f"Merged into “{self.stays}”.")
