"""Claims, each with the source that supports it."""

from rest_framework import serializers

from core.api.fields import ApiUrl, PageUrl, RecordSerializer
from initiatives.api.references import (
    CountryReference,
    InitiativeReference,
    OrganizationReference,
    PartnerRoleReference,
    SourceReference,
    StageReference,
)
from initiatives.models import Figure, FigureBase, Milestone, Partnership, Replication, Reply
from initiatives.uptake import Uptake


class PartnerSerializer(RecordSerializer):
    """An organization and what it does in the initiative."""

    organization = OrganizationReference()
    role = PartnerRoleReference()

    class Meta:
        model = Partnership
        fields = ["organization", "role"]


class FigureSerializer(RecordSerializer):
    """A number that a source gives. "More than" and "about" stand in the label."""

    kind = serializers.ChoiceField(
        FigureBase.Kind.choices,
        allow_blank=True,
        help_text="What changed because of it, how large it is, what it costs, or the size of the "
        "problem: the editors' reading.",
    )
    value = serializers.FloatField(source="number", help_text="Written out: 25000000.")
    source = SourceReference()

    class Meta:
        model = Figure
        fields = ["id", "kind", "value", "unit", "label", "year", "source"]


class MilestoneSerializer(RecordSerializer):
    """What happened on a day, in a month or in a year."""

    source = SourceReference()

    class Meta:
        model = Milestone
        fields = ["id", "date", "text", "source"]


class ReplySerializer(RecordSerializer):
    """What a ministry or an organization has to say of what stands here, in full. Markdown."""

    class Meta:
        model = Reply
        fields = ["author", "date", "text", "url"]


class InitiativeReplicationSerializer(RecordSerializer):
    """That one country takes up from another what the initiative began.

    The stage is the editors' reading of the source.
    """

    from_country = CountryReference()
    to_country = CountryReference()
    uptake = serializers.ChoiceField(Uptake.choices, help_text="What the stage comes to.")
    stage = StageReference(help_text="The editors' reading of the source.")
    source = SourceReference()
    api_url = ApiUrl("replications", "public_id")
    page_url = PageUrl()

    class Meta:
        model = Replication
        fields = [
            "id",
            "from_country",
            "to_country",
            "uptake",
            "stage",
            "year",
            "note",
            "source",
            "api_url",
            "page_url",
        ]


class ReplicationSerializer(InitiativeReplicationSerializer):
    """That one country takes up from another what an initiative began.

    The stage is the editors' reading of the source.
    """

    initiative = InitiativeReference()

    class Meta:
        model = Replication
        fields = ["initiative", *InitiativeReplicationSerializer.Meta.fields, "modified"]
