"""A brief as files: what a reader opens, whatever stands in a record."""

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree

import pypdf
import pytest
from msgspec.structs import replace

from core.briefs import docx, odt, pdf, qr
from core.briefs.model import Note, Paragraph, Points, Section, Table, Tile, Tiles, Words, line
from tests.core.briefs.test_fitting import ADDRESS, brief

HOSTILE = {
    "typst": '#eval(1) #include "/etc/passwd" $ x $ *b* _i_ @note [a] <b> \\ // /* */ `c` = h ~',
    "markup": "</w:t></w:r><text:p>&amp; ]]> <!-- <script>alert(1)</script> %TITLE% {{ title }}",
    "control": "a\x00b\x01c\x0b\x0c\ufffe\uffff\ud800\u202e\u2028",
    "one word": "x" * 10_000,
    "scripts": "العمل اللائق 새마을운동 鲁班工坊 काम ሥራ 😀",
    "long": "a long text " * 900,
}


def everything(text):
    """A Brief with a text wherever one may stand."""
    words = line(Words(text, is_strong=True), Words(text, badge="replicated"), Words(note=1))
    blocks = (
        Paragraph(words),
        Points((words, words), is_numbered=True),
        Tiles((Tile("6.9 million", text[:60], words), Tile("15", "centres", words))),
        Table(("Country", text[:30]), ((words, words),) * 3, (40, 60)),
    )
    return brief(
        Section("Results", blocks),
        title=text,
        subtitle=text,
        summary=words,
        route=words,
        publisher=text[:100],
        notice=text[:200],
        notes=3,
    )


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_whatever_stands_in_a_record_the_files_are_sound(text):
    hostile = everything(text)
    read = pypdf.PdfReader(BytesIO(pdf.write(hostile)))
    assert 1 <= len(read.pages) <= 2
    for write in (docx.write, odt.write):
        archive = zipfile.ZipFile(BytesIO(write(hostile)))
        assert archive.testzip() is None
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(name))  # noqa: S314 - our own


def test_text_is_never_code():
    read = pypdf.PdfReader(BytesIO(pdf.write(everything(HOSTILE["typst"]))))
    shown = re.sub(r"\s+", " ", read.pages[0].extract_text())
    assert '#eval(1) #include "/etc/passwd" $ x $ *b* _i_ @note [a] <b>' in shown
    content = zipfile.ZipFile(BytesIO(docx.write(everything(HOSTILE["markup"]))))
    document = ElementTree.fromstring(content.read("word/document.xml"))  # noqa: S314 - our own
    assert HOSTILE["markup"] in "".join(document.itertext())


def text_in_pdf(told):
    """What the PDF of a Brief says, on one line; it keeps its standard, so it has no empty box."""
    read = pypdf.PdfReader(BytesIO(pdf.write(told)))
    assert b"pdfuaid:part" in read.trailer["/Root"]["/Metadata"].get_data()
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in read.pages))


@pytest.mark.parametrize("lost", ["鲁班工坊", "새마을운동", "ሥራ", "😀"])
def test_what_a_pdf_has_no_letters_for_is_left_out_and_never_a_box(lost):
    points = Points((line(lost), line(f"Known ({lost}) to all"), line(Words(lost), Words(note=1))))
    told = brief(Section("Results", (points,)), title="Luban Workshops", subtitle=lost, notes=1)
    foreign = Note(1, lost, "ILO, 2013", f"https://example.org/{lost}")
    shown = text_in_pdf(replace(told, notes=(foreign,)))
    assert lost not in shown
    assert "Luban Workshops What it is." in shown
    assert "Known to all" in shown
    assert shown.count("this file has no letters") == 2
    assert "1 Title in letters that this file lacks, ILO, 2013. example.org/" in shown
    assert text_in_pdf(replace(told, title=lost)).count("Initiative") > 1
    assert text_in_pdf(everything(HOSTILE["scripts"] * 3))
    document = zipfile.ZipFile(BytesIO(docx.write(told))).read("word/document.xml").decode()
    assert lost in document


def test_a_pdf_is_tagged_has_a_title_a_language_and_names_its_standard():
    read = pypdf.PdfReader(BytesIO(pdf.write(everything("Seed banks"))))
    catalogue = read.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalogue
    assert catalogue["/Lang"] == "en"
    assert read.metadata.title == "Seed banks"
    assert b"pdfuaid:part" in catalogue["/Metadata"].get_data()
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    links = {annotation["/A"]["/URI"] for page in read.pages for annotation in uris_of(page)}
    assert {ADDRESS, "https://example.org/1"} <= links


def uris_of(page):
    annotations = (one.get_object() for one in page.get("/Annots", []))
    return [one for one in annotations if "/URI" in one.get("/A", {})]


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_more_than_two_pages_of_anything_become_two(paper):
    rows = tuple((line(f"Country {n}"), line("It did. " * 40, Words(note=n))) for n in range(1, 99))
    long = [
        Section(f"Part {rank}", (Table(("", ""), rows, (20, 80)),), rank=rank) for rank in range(20)
    ]
    for is_wide in (False, True):
        written = pdf.write(brief(*long, notes=98, is_wide=is_wide), paper)
        assert len(pypdf.PdfReader(BytesIO(written)).pages) == 2


def test_the_same_brief_is_the_same_bytes():
    for write in (pdf.write, docx.write, odt.write):
        assert write(everything("Seed banks")) == write(everything("Seed banks"))


def test_a_code_is_small_and_black_on_nothing():
    drawn = qr.svg(ADDRESS)
    assert len(drawn) < 4000
    assert ElementTree.fromstring(drawn).tag.endswith("svg")  # noqa: S314 - our own
    assert qr.png(ADDRESS).startswith(b"\x89PNG")
