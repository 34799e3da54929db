"""Records in the words of a brief: with their addresses, and with the numbers of their sources."""

from core.briefs.model import (
    Fact,
    Note,
    Paragraph,
    Points,
    Section,
    Table,
    Tile,
    Tiles,
    Words,
    line,
)
from core.dates import readable
from core.templatetags.values import host, rounded
from initiatives.pages.card_html import PILLAR_CLASSES, initiative_url
from initiatives.pages.evidence import on_paper
from initiatives.short_names import short_name

NAMED = 12  # countries and bodies of a fact that are named
NO_DETAILS = "The source mentions it but gives no details."


class Wording:
    """Puts records into Words.

    root: scheme and host of the portal; page: the path that the brief is about; sources: those that
    the page lists, in its order.
    """

    def __init__(self, root, page, sources):
        self.root, self.address, self.sources = root, root + page, list(sources)

    @property
    def notes(self):
        """The sources, with the numbers that they have on the page."""
        return tuple(
            Note(number, source.title, *on_paper(source))
            for number, source in enumerate(self.sources, 1)
        )

    def cite(self, source):
        """The number of a source."""
        return Words(note=self.sources.index(source) + 1)

    def named(self, record, name="", **look):
        """The name of a record, which leads to its page."""
        return Words(name or record.name, url=self.root + record.get_absolute_url(), **look)

    def listed(self, words):
        """Words as a list within a line; beyond NAMED they are counted and the page has them."""
        words = list(words)
        parts = []
        for one in words[:NAMED]:
            parts += [", ", one] if parts else [one]
        if len(words) > NAMED:
            parts += [" and ", Words(f"{len(words) - NAMED} more on the page", url=self.address)]
        return line(*parts)

    def countries(self, countries):
        """Labels of countries as a list."""
        return self.listed(self.named(country, country.short_name) for country in countries)

    def themes(self, themes):
        """Labels of themes as a list, each in the hue of its pillar."""
        parts = [
            Words(theme.name, hue=PILLAR_CLASSES.get(theme.pillar, "crosscut")) for theme in themes
        ]
        return line(*(part for theme in parts for part in (theme, Words("  "))))[:-1]

    def figure(self, figure):
        """A FigureRow as a Tile."""
        label = f"{figure.label}, {figure.year}" if figure.year else figure.label
        return Tile(rounded(figure.number), figure.unit, line(label, self.cite(figure.source)))

    def figures(self, row):
        """One quantity, in one year or several, as a Line."""
        first, parts = row[0], []
        for figure in row:
            parts += [", "] if parts else []
            parts.append(Words(rounded(figure.number), is_strong=True))
            parts.append(f" {first.unit}" if figure is first else "")
            parts.append(f" in {figure.year}" if len(row) > 1 and figure.year else "")
            parts.append(self.cite(figure.source))
        parts.append(f": {first.label}" if first.label else "")
        parts.append(f", {first.year}" if len(row) == 1 and first.year else "")
        return line(*parts)

    def body(self, organization):
        """An organization, and the address of its site."""
        url = organization.url
        site = [" ", Words(host(url), url=url)] if url else []
        return line(self.named(organization), *site)


def stage(stage):
    """A stage of replication as its badge."""
    return Words(stage.name, badge=stage.slug)


def way(path):
    """A Path by names as a Line: "Ecuador → Colombia · 5 countries want it"; see path_html."""
    parts = [Words(", ".join(path.origins), is_strong=True)] if path.origins else []
    if path.taken_up:
        parts += [" → ", ", ".join(path.taken_up)]
    for said in besides(path):
        parts.append(Words(f" · {said}" if parts else said, is_soft=True))
    return line(*parts)


def besides(path):
    """What came of a Path by names beside uptake: "5 countries want it"."""
    for countries, one, several in (
        (path.learnt_from, "learnt from it", "learnt from it"),
        (path.wanted, "wants it", "want it"),
    ):
        if countries:
            did = f"{countries[0]} {one}" if len(countries) == 1 else ""
            yield did or f"{len(countries)} countries {several}"


def initiative_line(card, countries, say):
    """A Card as one line: its name, and its way. countries: their names by code."""
    path = card.path.named(lambda code: short_name(countries.get(code, code)))
    url = say.root + initiative_url(card.slug)
    return line(Words(card.title, url=url, is_strong=True), "  ", way(path))


def section(heading, *blocks, **rest):
    """A Section of those blocks that hold something."""
    return Section(heading, tuple(filter(None, blocks)), **rest)


def archived_in_words(archived):
    """What readers are told of a record that is archived, an Archived or None."""
    if archived is None:
        return ""
    day = readable(archived.withdrawn.date().isoformat())
    parts = [f"This record was archived on {day}.", archived.reason]
    kept = "It is kept for reference and is no longer updated."
    return " ".join(filter(None, [*parts, kept]))


def told_of(*sections):
    """Those sections that say something."""
    return tuple(one for one in sections if one.blocks)


def documents(listed, say, rank):
    """ResourceLabels by name, kind and publishers, as a Section."""
    return section(
        "Documents",
        points(
            line(
                say.named(one, one.title),
                Words(f", {', '.join([one.get_kind_display(), *one.publishers])}", is_soft=True),
            )
            for one in listed
        ),
        rank=rank,
    )


def points(lines, **rest):
    """Lines as Points, or None without any."""
    lines = tuple(lines)
    return Points(lines, **rest) if lines else None


def table(head, rows, widths):
    """Rows as a Table, or None without any."""
    rows = tuple(rows)
    return Table(head, rows, widths) if rows else None


def tiles(some):
    """Some Tiles as one block, or None without any."""
    some = tuple(some)
    return Tiles(some) if some else None


def hint(text):
    """How to read what stands around it."""
    return Paragraph(line(text), is_hint=True)


def facts(told):
    """Facts by their label; without those that say nothing."""
    return tuple(Fact(label, said) for label, said in told.items() if said)
