"""Checks that hold for every kind of record that is published."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, singledispatch

from django.db.models import CharField, TextField

from core.models.publication import Demanded, Publishable, is_empty
from core.publishing import texts
from core.publishing.addresses import dead_form, page_at, page_in_archive
from core.publishing.findings import ERROR, NOTE, WARNING, Said, check


@dataclass(frozen=True)
class Passage:
    """One text of a record: where it stands, in words and as a field, and how it is shown."""

    where: str
    field: str | None
    text: str
    column: str = ""
    is_line: bool = False
    is_markdown: bool = False

    def says(self, sentence, found):
        """What a check says that found this in the passage."""
        return Said(f"{self.where}: {sentence} “{found}”.", self.field, f"{self.field} {found}")


@singledispatch
def passages(record) -> Iterator[Passage]:
    """The texts of a record that readers see, those of its rows included."""
    return own_passages(record)


def read_passages(record):
    """The passages of a record, put together once for all checks that read them."""
    if not hasattr(record, "_passages"):
        record._passages = list(passages(record))
    return record._passages


def own_passages(record, *, where="", field=None, markdown=()):
    """The texts in the columns of one record or row, as Passages.

    where: what the row is called; field: where the form shows it; markdown: the names of columns
    that hold Markdown.
    """
    for column in columns_of_text(type(record)):
        value = getattr(record, column.name)
        if isinstance(value, list):
            value = "\n\n".join(value)
        if value:
            label = str(column.verbose_name)
            yield Passage(
                f"{where}, {label}" if where else label.capitalize(),
                field or column.name,
                value,
                column.name,
                isinstance(column, CharField),
                column.name in markdown,
            )


@cache
def columns_of_text(model):
    return [column for column in model._meta.concrete_fields if is_text(column)]


def is_text(column):
    """Whether people write sentences or names into a column: no choices, codes and addresses."""
    column = getattr(column, "base_field", column)
    return (
        type(column) in (CharField, TextField)
        and column.editable
        and not column.choices
        and column.name not in ("slug", "url")
    )


def sources(record):
    """The sources that a record cites."""
    return [citation.source for citation in record.citations.all()]


@check(Publishable, level=ERROR)
def what_is_demanded(record):
    """A record has what the database demands of its kind: a name, its kind, a summary."""
    for rule in record._meta.constraints:
        if isinstance(rule, Demanded):
            for name in (*rule.texts, *rule.references):
                if is_empty(record, name):
                    label = record._meta.get_field(name).verbose_name
                    yield Said(f"It has no {label}.", name)


@check(Publishable, level=ERROR)
def source(record):
    """It has a source."""
    if not record.citations.all():
        yield "It has no source."


@check(Publishable, level=ERROR)
def source_can_be_opened(record):
    """No source has an address that leads nowhere."""
    for one in sources(record):
        if why := dead_form(one.url):
            yield Said(f"Nobody can open the source “{one.title}”: {why}.", about=one.url)


@check(Publishable, level=NOTE)
def archived_copy_is_of_the_source(record):
    """The archived copy of a source is of the page at its address."""
    for one in sources(record):
        archived = page_in_archive(one.archived_url)
        if archived and page_at(archived) != page_at(one.url):
            yield Said(
                f"The archived copy of the source “{one.title}” is of another page: {archived}.",
                about=f"{one.url} {one.archived_url}",
            )


@check(Publishable, level=ERROR)
def no_mail_address(record):
    """No text has an e-mail address."""
    for passage in read_passages(record):
        if found := texts.mail_address(passage.text):
            yield passage.says("no e-mail addresses. It has", found)


@check(Publishable, level=WARNING)
def no_telephone_number(record):
    """No text has a telephone number."""
    for passage in read_passages(record):
        if found := texts.telephone_number(passage.text):
            yield passage.says("it seems to have a telephone number,", found)


@check(Publishable, level=WARNING)
def nothing_private(record):
    """No text has what is nobody's business: day of birth, passport, home address."""
    for passage in read_passages(record):
        if found := texts.personal_detail(passage.text):
            yield passage.says("it seems to say what is a person's own,", found)


@check(Publishable, level=WARNING)
def no_capitals(record):
    """No title or sentence is in capitals; acronyms are."""
    for passage in read_passages(record):
        if passage.field != "acronym" and (
            found := texts.capitals(passage.text, is_line=passage.is_line)
        ):
            yield passage.says("in capitals stands", found)


@check(Publishable, level=ERROR)
def markdown_is_whole(record):
    """Markdown is whole: emphasis ends, links have an address, and there is no HTML."""
    for passage in read_passages(record):
        if found := texts.html_tag(passage.text):
            yield passage.says("readers would see the HTML", found)
        if not passage.is_markdown:
            if found := texts.mark_of_markdown(passage.text):
                yield passage.says("it is shown as it is typed, so leave out the marks in", found)
            continue
        if found := texts.unclosed_emphasis(passage.text):
            yield passage.says(
                "emphasis begins and does not end, or a star that is meant needs \\* in", found
            )
        if found := texts.link_without_address(passage.text):
            yield passage.says("this link leads nowhere:", found)


@check(Publishable, level=WARNING)
def units_stand_once(record):
    """No text repeats a unit, as in "12 million million" or "5 % per cent"."""
    for passage in read_passages(record):
        is_of_figure = passage.column in ("unit", "label")  # which is looked at as a whole
        if not is_of_figure and (found := texts.repeated_unit(passage.text)):
            yield passage.says("a unit seems to stand twice in", found)


def hidden(records):
    """For each record that the public cannot see: that pages which name it leave it out."""
    return [
        f"“{record}” is not published ({record.get_publication_display().lower()}): "
        "readers will not see it here."
        for record in sorted(records, key=str)
        if not record.is_published
    ]


__all__ = ["ERROR", "NOTE", "WARNING", "Passage", "hidden", "own_passages", "passages"]
