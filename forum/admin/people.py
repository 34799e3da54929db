"""People in public roles. No private data."""

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from unfold.contrib.filters.admin import ChoicesCheckboxFilter
from unfold.decorators import display

from core.admin.base import fieldset
from core.admin.columns import link_to, linked, page_url
from core.admin.filters import missing, without
from core.admin.publication import PublishableAdmin
from forum.models import Person, PersonCitation
from initiatives.admin.citations import CitingAdmin, citations_of


@admin.register(Person)
class PersonAdmin(CitingAdmin, PublishableAdmin):
    ages = False  # what somebody said at an event stays said
    list_display = ["name", "state", "seen", "sources", "changed"]
    list_filter = [
        ("publication", ChoicesCheckboxFilter),
        missing(
            {
                "Has no source": without(Person, "citations"),
                "Appears in no session": without(Person, "appearances"),
            }
        ),
    ]
    counts = ["citations", "appearances"]
    search_fields = ["name", "slug"]
    named_by = {"appearances__organization": ["name", "acronym"]}
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields = ["appearance_list"]
    fieldsets = [
        fieldset(
            "Who it is",
            "Someone who took part in a public event, in a public role; nothing private. Job "
            "titles and organizations stand with each appearance, as they were at the time.",
            *("name", "slug"),
        ),
        fieldset(
            "Where this person appears",
            "Entered on the pages of the sessions.",
            "appearance_list",
        ),
    ]
    inlines = [citations_of(PersonCitation)]

    @display(description="Spoke in", ordering="appearances_count")
    def seen(self, person):
        return linked(person.appearances_count, page_url(person, "uses"))

    @display(description="Spoke in")
    def appearance_list(self, person):
        """The appearances as links to their sessions."""
        if not person.pk:
            return "In no session yet."
        appearances = person.appearances.select_related("session__forum", "organization")
        rows = [
            (link_to(appearance.session), appearance.session.forum, role_of(appearance))
            for appearance in appearances.order_by("session__forum__start_date", "pk")
        ]
        if not rows:
            return "In no session yet."
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}, {}: {}</li>", rows))


def role_of(appearance):
    """Role, job title and organization of an appearance in one phrase."""
    role = appearance.get_role_display().lower()
    return ", ".join(
        str(fieldset) for fieldset in (role, appearance.title, appearance.organization) if fieldset
    )
