"""What the home page of the desk counts: one question to the database for each kind of record."""

from dataclasses import dataclass

from django.contrib import admin
from django.db.models import Count, Q

from core.admin.columns import list_url
from core.admin.filters import Missing
from core.admin.work import QUESTIONS
from core.models import PublicationState, Publishable
from initiatives.admin.addresses import DEAD, AddressFilter, condition_of


@dataclass(frozen=True)
class Counts:
    """How many records of a model are in which state, ask for which work, and lack what."""

    model: type
    numbers: dict
    lacks: type
    state: str = "publication"  # the path from a record to where it stands

    @classmethod
    def of(cls, user, model, state="publication"):
        """As this user is concerned."""
        filters = admin.site.get_model_admin(model).list_filter
        lacks = next(one for one in filters if isinstance(one, type) and issubclass(one, Missing))
        public = Q(**{state: PublicationState.PUBLISHED})
        conditions = {
            f"gap_{number}": public & condition
            for number, condition in enumerate(lacks.conditions.values())
        }
        if issubclass(model, Publishable):
            conditions |= {f"state_{one}": Q(publication=one) for one in PublicationState}
            conditions |= {
                f"work_{name}": condition(model, user)
                for name, (_, condition) in QUESTIONS.items()
                if applies(name, model)
            }
        if AddressFilter in filters:
            conditions["nobody_opens"] = condition_of(model, DEAD)
        counted = {name: Count("pk", filter=one) for name, one in conditions.items()}
        return cls(model, model.objects.order_by().aggregate(**counted), lacks, state)

    @property
    def kind(self):
        """What several of these records are called."""
        return str(self.model._meta.verbose_name_plural)

    @property
    def states(self):
        """The number of records in each state, and where they are."""
        return [self.in_state(state)[::2] for state in PublicationState]

    def in_state(self, state):
        """How many records are in a state, what they are called, and where they are."""
        return self.part(f"state_{state}", f"publication__exact={state}")

    def of_work(self, name):
        """How many records ask for some work, what they are called, and where they are."""
        return self.part(f"work_{name}", f"work={name}")

    @property
    def that_nobody_opens(self):
        """How many records have an address that nobody can open, what they are, and where."""
        return self.part("nobody_opens", f"{AddressFilter.parameter_name}={DEAD}")

    def part(self, name, query):
        return part(self.numbers.get(name, 0), self.model, list_url(self.model, query))

    @property
    def gaps(self):
        """What published records lack: kind, words of the filter, how many, and a link."""
        found = []
        public = f"{self.state}__exact={PublicationState.PUBLISHED}"
        texts = zip(self.lacks.texts, self.lacks.conditions, strict=True)
        for number, (text, value) in enumerate(texts):
            if count := self.numbers[f"gap_{number}"]:
                url = list_url(self.model, f"missing={value}&{public}")
                found.append((self.kind, text, count, url))
        return found


def part(number, model, url):
    """A part of a number on the home page: how many of what, and where they are."""
    opts = model._meta
    return number, str(opts.verbose_name if number == 1 else opts.verbose_name_plural), url


def applies(name, model):
    """Whether a question is asked of a model: not all records grow old."""
    return admin.site.get_model_admin(model).ages or name not in ("year", "two-years")


@dataclass(frozen=True)
class Tile:
    """A number on the home page, and the parts of it by kind, each with a link to its list."""

    title: str
    counted: list
    tone: str = ""

    @property
    def total(self):
        return sum(number for number, _, _ in self.counted)

    @property
    def parts(self):
        return [part for part in self.counted if part[0]]
