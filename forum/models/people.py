"""People who took part in public events, in the role they had there. No private data."""

from django.db import models

from core.alphabet import Alphabetical
from core.models.identity import slug_is_wellformed
from core.models.publication import PERMISSIONS, Demanded, Publishable
from core.web.paths import path_of
from forum.querysets.people import PersonQuerySet
from initiatives.models.sources import Citation, CitingModel


class Person(CitingModel, Publishable):
    """Someone named in a public role. Job title and organization belong to each appearance."""

    name = models.CharField(max_length=150)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = [Alphabetical("name"), "pk"]
        default_permissions = PERMISSIONS
        verbose_name_plural = "people"
        constraints = [
            slug_is_wellformed("person"),
            Demanded(name="person_published_has_a_name", texts=["name"]),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return path_of("people:detail", self.slug)


class PersonCitation(Citation):
    """A source that names a person."""

    NATURAL_KEY = ("person__slug", "source__url")

    person = models.ForeignKey(Person, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["person", "source"],
                name="person_cites_a_source_once",
                violation_error_message="This source stands there already.",
            ),
        ]
