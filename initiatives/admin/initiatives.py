"""Initiatives: the story, the classification, and the claims with their sources."""

from django.contrib import admin
from django.db.models import Q, prefetch_related_objects
from django.utils.functional import cached_property
from unfold.contrib.filters.admin import (
    AutocompleteSelectFilter,
    ChoicesCheckboxFilter,
    RelatedDropdownFilter,
)
from unfold.decorators import display

from core.admin.base import OrderedInline, OrderedStackedInline, RowInline, fieldset
from core.admin.columns import change_url, linked
from core.admin.filters import missing, without
from core.admin.forms import RowFormSet
from core.admin.publication import FeaturableAdmin
from initiatives.admin.citations import CitingAdmin, citations_of
from initiatives.admin.inlines import FigureInline
from initiatives.models import (
    Figure,
    Initiative,
    InitiativeCitation,
    InitiativeSector,
    InitiativeTheme,
    Milestone,
    Partnership,
    Replication,
    Reply,
)


class ThemeInline(OrderedInline):
    model = InitiativeTheme
    verbose_name_plural = "themes"
    fields = ["theme", "position"]
    autocomplete_fields = ["theme"]
    guidance = "What it is about, one to three. The first leads and gives the colour."


class SectorInline(OrderedInline):
    model = InitiativeSector
    verbose_name_plural = "sectors"
    fields = ["sector", "position"]
    autocomplete_fields = ["sector"]
    guidance = "The part of the economy it works in, if a source says one: the narrowest that fits."


class PartnerInline(OrderedInline):
    model = Partnership
    verbose_name = "partner"
    verbose_name_plural = "partners"
    fields = ["organization", "role", "position"]
    autocomplete_fields = ["organization"]
    guidance = "Who does what in it, as a source says. Whoever leads comes first."


class InitiativeFigureInline(FigureInline):
    model = Figure


class MilestoneInline(OrderedInline):
    model = Milestone
    fields = ["date", "text", "source", "position"]
    autocomplete_fields = ["source"]
    guidance = (
        "One thing that happened on a date that a source gives: an agreement, a start, a visit, an "
        "end. One sentence, without the date in it. A date may be a year, a month or a day."
    )


class ReplyInline(OrderedStackedInline):
    """What a ministry writes about the record is shown in full."""

    model = Reply
    verbose_name_plural = "replies"
    fields = [("author", "date"), "text", "url", "position"]


class ReplicationRows(RowFormSet):
    """A new replication comes from where the initiative began, unless one says otherwise."""

    @cached_property
    def origin(self):
        """The country where the initiative began; None where there are several, or none."""
        known = list(self.instance.origin_countries.all()) if self.instance.pk else []
        return known[0] if len(known) == 1 else None

    def get_form_kwargs(self, index):
        kwargs = super().get_form_kwargs(index)
        is_new = index is None or index >= self.initial_form_count()
        return kwargs | {"initial": {"from_country": self.origin}} if is_new else kwargs

    def chosen(self, name):
        records = super().chosen(name)
        if name != "from_country" or self.origin is None:
            return records
        return records | {str(self.origin.pk): self.origin}


class ReplicationInline(RowInline):
    model = Replication
    formset = ReplicationRows
    fields = ["from_country", "to_country", "stage", "year", "note", "source"]
    autocomplete_fields = ["from_country", "to_country", "source"]
    guidance = (
        "A country that learnt from it. Interested: it has said that it wants it. Exchange: "
        "visits, training or experts. Adapting: it redesigns or pilots it. Replicated: it runs "
        "there. Choose what the source shows and no more: a study visit is an exchange."
    )


# What no involvement is, said of the tables that the view of involvements unites: it takes a third
# of the time.
NO_COUNTRY = (
    without(Initiative, "origin_countries")
    & without(Initiative, "participating_countries")
    & without(Initiative, "replications")
)


@admin.register(Initiative)
class InitiativeAdmin(CitingAdmin, FeaturableAdmin):
    goes_together = [
        ("local_title", "local_title_language"),
        ("start_year", "end_year"),
        ("status", "status_note", "status_source"),
    ]
    list_display = [
        "title",
        "state",
        "kind",
        "origins",
        "replications_made",
        "sources",
        "changed",
    ]
    list_select_related = ["kind"]
    list_prefetch_related = ["origin_countries"]
    list_filter = [
        ("publication", ChoicesCheckboxFilter),
        missing(
            {
                "Has no source": without(Initiative, "citations"),
                "Has no theme": without(Initiative, "theme_links"),
                "Has no replication": without(Initiative, "replications"),
                "Names no country": NO_COUNTRY,
                "Has no results": Q(results=""),
                "Has no part of what it takes": Q(**dict.fromkeys(Initiative.REQUIREMENTS, "")),
                "No source says whether it goes on": Q(status=Initiative.Status.UNKNOWN),
            }
        ),
        ("themes", RelatedDropdownFilter),
        ("sectors", RelatedDropdownFilter),
        ("involvements__country", AutocompleteSelectFilter),
        ("kind", RelatedDropdownFilter),
    ]
    counts = ["citations", "replications"]
    search_fields = ["title", "acronym", "local_title", "slug"]
    named_by = {
        "involvements__country": ["name"],
        "themes": ["name", "synonyms__text"],
        "sectors": ["name", "synonyms__text"],
        "partnerships__organization": ["name", "acronym"],
    }
    prepopulated_fields = {"slug": ["title"]}
    guidance = {
        "title": "What it is called in English, in the words of those who run it. No capitals.",
        "acronym": "As its own texts write it, and only if they do.",
        "summary": "Who does what for whom, and what is new in it: one or two sentences that a "
        "reader in another country understands, at most 300 characters.",
        "challenge": "What was wrong before, for whom, and how many. Not what the project says of "
        "itself.",
        "approach": "How it works, step by step: who pays, who decides, what a worker or a firm "
        "gets. One or two paragraphs.",
        "results": "What changed, with the year, as a source found it; plans and targets are none. "
        "Numbers stand under Figures, too.",
        "lessons": "What those involved say they would do again, and what they would not.",
        "start_year": "When the work began, not when it was agreed.",
    }
    autocomplete_fields = [
        "sdgs",
        "origin_countries",
        "participating_countries",
        "resources",
        "modalities",
        "status_source",
    ]
    fieldsets = [
        fieldset(
            "What it is",
            "What a reader sees in a list.",
            *("title", "acronym", "local_title", "local_title_language", "slug", "kind"),
            "summary",
        ),
        fieldset(
            "The story",
            "Short paragraphs in plain words, each resting on a source. An empty line begins a "
            "paragraph; Markdown makes lists, links and emphasis.",
            *("challenge", "approach", "results", "lessons"),
        ),
        fieldset(
            "What is needed to take it up",
            "What another country would have to bring, part by part: the editors' reading of the "
            "sources. Leave empty what no source tells: readers see which parts are not known. "
            "Money that was put in or planned stands under Figures, as a cost.",
            *Initiative.REQUIREMENTS,
            "replicability",
        ),
        fieldset(
            "When and where",
            "Leave empty what no source says. Countries that took it up from another stand under "
            "Replications.",
            ("start_year", "end_year"),
            *("status", "status_note", "status_source"),
            *("origin_countries", "participating_countries"),
        ),
        fieldset(
            "Classification",
            "How it is found. Its themes and sectors stand in tabs of their own.",
            *("modalities", "sdgs", "resources"),
        ),
    ]
    inlines = [
        ThemeInline,
        SectorInline,
        PartnerInline,
        InitiativeFigureInline,
        MilestoneInline,
        ReplicationInline,
        ReplyInline,
        citations_of(InitiativeCitation),
    ]

    def get_object(self, request, object_id, from_field=None):
        """The initiative; where it is shown, its origins are read once for form and rows."""
        record = super().get_object(request, object_id, from_field)
        if record and request.method == "GET":
            prefetch_related_objects([record], "origin_countries")
        return record

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        form_field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in Initiative.PROSE:
            form_field.widget.attrs["rows"] = 3 if db_field.name in Initiative.REQUIREMENTS else 9
        return form_field

    def complete(self, initiative):
        super().complete(initiative)
        initiative.participating_countries.add(*initiative.origin_countries.all())

    @display(description="From")
    def origins(self, initiative):
        return ", ".join(country.name for country in initiative.origin_countries.all())

    @display(description="Replications", ordering="replications_count")
    def replications_made(self, initiative):
        return linked(initiative.replications_count, f"{change_url(initiative)}#replications")
