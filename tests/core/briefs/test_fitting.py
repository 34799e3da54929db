"""What two pages have no room for is left out of a brief, and the brief says where it is."""

from datetime import UTC, datetime

from core.briefs.fitting import fitted
from core.briefs.model import (
    Brief,
    Fact,
    Note,
    Paragraph,
    Points,
    Section,
    Table,
    Words,
    line,
    text_of,
)
from core.briefs.prose import blocks_of

ADDRESS = "https://solutions.example.org/initiatives/seed-banks/"


def brief(*sections, notes=0, **said):
    """A Brief with these sections and so many notes."""
    return Brief(
        **{
            "kind": "Initiative",
            "title": "Seed banks",
            "subtitle": "",
            "summary": line("What it is."),
            "route": (),
            "facts": (),
            "asked": (),
            "sections": sections,
            "notes": tuple(
                Note(number, f"Report {number}", "ILO, 2013", f"https://example.org/{number}")
                for number in range(1, notes + 1)
            ),
            "address": ADDRESS,
            "date": datetime(2026, 11, 28, tzinfo=UTC),
            "publisher": "",
        }
        | said
    )


def lines_in(section):
    """The text of all Lines of a Section, in their order."""
    return [text_of(words) for block in section.blocks for part in block.parts for words in part]


def test_a_short_brief_is_whole():
    short = brief(
        Section("Results", (Paragraph(line("Fewer children work.", Words(note=2))),)), notes=3
    )
    assert fitted(short) == short


def test_a_list_that_is_cut_says_how_much_more_there_is_and_where():
    countries = Points(tuple(line(f"Country {number}") for number in range(300)))
    last = fitted(brief(Section("Who took it up", (countries,)))).sections[0]
    *shown, rest = lines_in(last)
    assert 40 < len(shown) < 200
    assert rest == f"{300 - len(shown)} more: {ADDRESS}"
    assert last.blocks[-1].line[-1].url == ADDRESS


def test_what_is_more_than_was_given_counts_and_leads_to_its_list():
    given = Points((line("Ghana"), line("Kenya")))
    note = Paragraph(line("By the sources."), is_hint=True)
    section = Section("Wanted", (note, given), total=53, rest_url="https://example.org/list/")
    assert lines_in(fitted(brief(section)).sections[0])[-1] == "51 more: https://example.org/list/"


def test_a_long_text_ends_between_words_and_leads_to_the_rest():
    section = Section("How it works", blocks_of("word " * 2000))
    begun, rest = lines_in(fitted(brief(section)).sections[0])
    assert begun.endswith("word…")
    assert len(begun) < 2000
    assert rest == f"The rest is at {ADDRESS}"


def test_every_section_has_its_beginning_before_any_has_all_and_the_first_ranks_have_most():
    long = Points(tuple(line(f"Point {number} " + "word " * 12) for number in range(60)))
    sections = [Section(f"Rank {rank}", (long,), rank=rank) for rank in (3, 1, 2)]
    third, first, second = fitted(brief(*sections), room=80).sections
    assert [len(lines_in(one)) - 1 for one in (second, third)] == [2, 2]
    assert len(lines_in(first)) > 20


def test_sections_without_any_room_are_named():
    sections = [Section(f"Rank {rank}", blocks_of("word " * 300), rank=rank) for rank in range(9)]
    short = fitted(brief(*sections), room=40)
    assert [one.heading for one in short.sections] == ["Rank 0"]
    assert short.only_there.startswith("Only there: Rank 1, Rank 2, ")


def test_notes_keep_their_numbers_and_those_that_are_named_come_first():
    cited = Section("Results", (Paragraph(line("Fewer.", Words(note=200))),))
    short = fitted(brief(cited, notes=250))
    numbers = [note.number for note in short.notes]
    assert numbers[:2] == [1, 2]
    assert numbers[-1] == 200
    assert len(numbers) + short.notes_left_out == 250


def test_no_part_is_taken_without_room_for_its_notes():
    rows = tuple((line(f"Country {n}"), line("It did.", Words(note=n))) for n in range(1, 61))
    short = fitted(
        brief(Section("Taken up", (Table(("", ""), rows, (30, 70)),)), notes=60), room=60
    )
    named = {words.note for row in short.sections[0].blocks[0].rows for words in row[1]} - {0}
    assert named <= {note.number for note in short.notes}
    assert short.notes_left_out


def test_facts_and_titles_have_an_end_and_hold_nothing_that_no_file_may():
    short = fitted(brief(title="a" * 9000, facts=(Fact("Why", line("b\x0b\ufffe\u202e" * 9000)),)))
    assert len(short.title) < 300
    fact = text_of(short.facts[0].line)
    assert set(fact) == {"b", " ", "…"}
    assert len(fact) < 500


def test_prose_becomes_paragraphs_and_points_without_markup():
    paragraph, points = blocks_of(
        "It is **law** in [Brazil](https://example.org/) <b>now</b>.\n\n1. *One*\n2. two\n"
    )
    assert text_of(paragraph.line) == "It is law in Brazil <b>now</b>."
    assert [one.text for one in paragraph.line if one.is_strong] == ["law"]
    assert [one.url for one in paragraph.line if one.url] == ["https://example.org/"]
    assert points.is_numbered
    assert [text_of(point) for point in points.points] == ["One", "two"]
    assert blocks_of("[here](javascript:alert)")[0].line == (Words("[here](javascript:alert)"),)
