"""How faults speak of what stands in sheets: by headings, and by names as people read them."""

from portal.exchange.keys import Link
from portal.exchange.special_keys import Series, SourceNumber
from portal.exchange.values import Choice
from portal.exchange.words import FEW
from portal.sheets.faults import shown
from portal.sheets.layout import words_of
from portal.sheets.names import Names
from portal.sheets.nearest import Nearest, meant, nearest


class SheetWords:
    """The words of the sheets of one upload."""

    def __init__(self):
        self._names, self._offered, self._titles = Names(), {}, {}

    def called(self, record, key):
        """The heading of the column of a key."""
        return record.origin.place(key).column or words_of(key.rpartition(".")[2])

    def missing(self, key):
        """That a cell is empty which is filled in for every record, with what is due there."""
        if isinstance(key, Link) and not isinstance(key, Series | SourceNumber):
            return f"is empty; the name of one {key.target._meta.verbose_name} is due"
        if isinstance(key, SourceNumber):
            return "is empty; the web address of a source is due"
        if isinstance(value := getattr(key, "value", None), Choice):
            return f"is empty; {' or '.join(value.labels)} is due"
        due = getattr(value, "due", "")
        return f"is empty; {due} is due" if due else "is empty; each record has it"

    def unknown(self, known, model, by, value):
        """That nothing is called so, with what may be meant."""
        text = f"{shown(value)} is no {model._meta.verbose_name} of the file or the catalogue"
        offered = self.offered(known, model, by, value)
        values = known.values(model, by)
        if not offered and len(values) <= FEW:
            labels = (str(self._names.label(model, by, one)) for one in sorted(values))
            return f"{text}. Those are {', '.join(labels)}"
        return f"{text}{meant(offered)}"

    def offered(self, known, model, by, value):
        """The names of records that may be meant."""
        place = (model, by, value)
        if place not in self._offered:
            titles, near = self.titles(known, model, by)
            self._offered[place] = [titles[name] for name in near.to(str(value))]
        return self._offered[place]

    def titles(self, known, model, by):
        """By all that records are called, how a cell names each; and the same as Nearest."""
        if (model, by) not in self._titles:
            titles = {str(one): str(one) for one in known.values(model, by)}
            for name, one in self._names.of(model, by).items():
                titles[name] = str(self._names.label(model, by, one))
            self._titles[model, by] = titles, Nearest(titles)
        return self._titles[model, by]

    def no_choice(self, choice, value):
        """That a cell holds none of a few words."""
        words = [*choice.labels, *choice.choices]
        labels = dict(zip(words, choice.labels * 2, strict=True))
        offered = [labels[name] for name in nearest(value, words)]
        return f"{shown(value)} is none of {', '.join(choice.labels)}{meant(offered)}"

    def former(self, value, current):
        """That a record is not called so any more."""
        return f"{shown(value)} is a former short name of {shown(current)}; write that"
