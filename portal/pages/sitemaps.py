"""The map of the site for search engines: every public page once."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from forum.models import Forum, Person, Session
from initiatives.models import Country, Initiative, Organization, Replication, Resource, Theme

LISTS = [
    "home",
    "initiatives:list",
    "replications:list",
    "countries:list",
    "themes:list",
    "forums:list",
    "people:list",
    "organizations:list",
    "resources:list",
    "about",
    "data",
]


class Lists(Sitemap):
    """The pages that list records."""

    def items(self):
        return LISTS

    def location(self, name):
        return reverse(name)


class Records(Sitemap):
    """The pages of the public records of one kind, with the day of their last change."""

    def __init__(self, records):
        self.records = records

    def items(self):
        return self.records().dated().order_by("pk")

    def lastmod(self, record):
        return record.modified


SITEMAPS = {
    "lists": Lists(),
    "initiatives": Records(Initiative.objects.published),
    "organizations": Records(Organization.objects.published),
    "resources": Records(Resource.objects.published),
    "forums": Records(Forum.objects.published),
    "sessions": Records(lambda: Session.objects.public().select_related("forum")),
    "replications": Records(Replication.objects.public),
    "people": Records(Person.objects.published),
    "countries": Records(Country.objects.involved),
    "themes": Records(Theme.objects.all),
}
