"""By what records of each kind are known: the apps say it, and all who look for twins read it.

marks(Source, names=["title"], years="year", publishers="publisher", address="url")
"""

from collections import defaultdict
from dataclasses import dataclass, field

from core.publishing.likeness import Facts, Named
from core.publishing.vocabulary import NUMBER, PLACE, vocabulary

MARKS = {}  # by model, in the order of registration
_SEVERAL = ("places", "publishers")  # what may need a row of another table for each


@dataclass(frozen=True)
class Marks:
    """The columns of a model that say what a record is; each the way from a record to it.

    names: of its names, the first leads; places: codes; years: a year, or a date as a text that
    begins with it; numbers: which of a series it is; address: of the page that it is about.
    """

    model: type
    names: tuple
    acronym: str = ""
    places: str = ""
    years: str = ""
    numbers: str = ""
    city: str = ""
    publishers: str = ""
    address: str = ""
    is_person: bool = False
    columns: tuple = field(init=False)

    def __post_init__(self):
        alone = (self.acronym, self.years, self.numbers, self.city, self.address)
        alone += tuple(getattr(self, one) for one in _SEVERAL if not self.is_of_rows(one))
        object.__setattr__(self, "columns", tuple(dict.fromkeys(filter(None, self.names + alone))))

    @property
    def columns_and_rows(self):
        """All ways to what is marked."""
        return (*self.columns, *(getattr(self, one) for one in filter(self.is_of_rows, _SEVERAL)))

    def is_of_rows(self, name):
        """Whether a mark is read from rows of their own."""
        path = getattr(self, name)
        return bool(path) and self.model._meta.get_field(path.split("__")[0]).many_to_many

    def rows(self, records):
        """What is marked of some records: by key, a dict of lists and of single values."""
        read = records.order_by().values_list("pk", *self.columns)
        found = {key: dict(zip(self.columns, row, strict=True)) for key, *row in read}
        for name in filter(self.is_of_rows, _SEVERAL):
            path = getattr(self, name)
            several = defaultdict(list)
            given = records.order_by().filter(**{f"{path}__isnull": False})
            for key, value in given.values_list("pk", path):
                several[key].append(value)
            for key, row in found.items():
                row[path] = several.get(key, [])
        return found

    def named(self, key, row, known=None):
        """The Named of one record, of a row as `rows` has it; what is missing there is not said.

        known: the Vocabulary that it is read by.
        """
        name, *others = (row.get(one) or "" for one in self.names)
        return Named(
            key,
            name,
            acronym=row.get(self.acronym) or "",
            names=tuple(filter(None, others)),
            address=row.get(self.address) or "",
            facts=Facts(
                places=frozenset(f"{PLACE}{one}" for one in listed(row.get(self.places))),
                years=frozenset(str(one)[:4] for one in listed(row.get(self.years))),
                numbers=frozenset(f"{NUMBER}{one}" for one in listed(row.get(self.numbers))),
                city=row.get(self.city) or "",
                publishers=frozenset(listed(row.get(self.publishers))),
            ),
            is_person=self.is_person,
            known=known or vocabulary(),
        )

    def read(self, records):
        """The Named of some records."""
        known = vocabulary()
        return [self.named(key, row, known) for key, row in self.rows(records).items()]


def listed(value):
    """One value or several, or none, as a list."""
    values = value if isinstance(value, list | tuple) else [value]
    return [one for one in values if one]


def marks(model, *, names, **ways):
    """Register by what records of a model are known; see Marks."""
    MARKS[model] = Marks(model, tuple(names), **ways)
