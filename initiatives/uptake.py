"""How far a solution has gone with a country: one way of saying it, everywhere."""

from django.db import models
from django.db.models import Case, Value, When


class Uptake(models.TextChoices):
    """What a replication comes to. A visit is not uptake, and a wish is neither."""

    TAKEN_UP = "taken-up", "Taken up"  # the country adapts it or runs it
    LEARNT_FROM = "learnt-from", "Learnt from"  # visits, training, expert missions
    WANTED = "wanted", "Wanted"  # it has said that it would like to take it up

    @property
    def question(self):
        """A heading over the countries of which this holds."""
        return {
            Uptake.TAKEN_UP: "Who took it up",
            Uptake.LEARNT_FROM: "Who learnt from it",
            Uptake.WANTED: "Who wants it",
        }[self]


SHORT_OF_UPTAKE = {"exchange": Uptake.LEARNT_FROM, "interested": Uptake.WANTED}  # by stage


def uptake_of(stage):
    """The Uptake that a stage, by its slug, comes to."""
    return SHORT_OF_UPTAKE.get(stage, Uptake.TAKEN_UP)


def stages_of(uptake):
    """The slugs of the stages that come to LEARNT_FROM or to WANTED."""
    return [stage for stage, one in SHORT_OF_UPTAKE.items() if one == uptake]


def uptake_at(path):
    """The Uptake of the stage whose slug a path leads to, as an expression; NULL without one."""
    return Case(
        When(**{f"{path}__isnull": True}, then=None),
        *(When(**{path: stage}, then=Value(uptake)) for stage, uptake in SHORT_OF_UPTAKE.items()),
        default=Value(Uptake.TAKEN_UP),
        output_field=models.CharField(),
    )
