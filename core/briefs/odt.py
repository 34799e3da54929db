"""A brief as ODT (ISO/IEC 26300), to be edited: real headings, lists, tables and links."""

from core.briefs import qr
from core.briefs.model import Words, line
from core.briefs.text_file import MARGIN, QR_SIZE, XML, TextFile, archive, part, quoted, style_of

NAMES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
    }.items()
)


def write(brief, paper="a4"):
    """The bytes of the ODT of a Brief. paper: one of PAPERS."""
    return Odt(brief, paper).bytes()


class Odt(TextFile):
    """The content of an ODT, and the parts beside it."""

    def __init__(self, brief, paper):
        super().__init__(brief, paper)
        self.columns = {}  # names of their styles, by width
        self.tables = 0

    def bytes(self):
        brief = self.brief
        words = {
            "title": brief.title,
            "publisher": brief.publisher,
            "address": brief.address,
            "language": brief.language,
            "paper_width": self.paper[0],
            "paper_height": self.paper[1],
            "margin": MARGIN,
            "width": self.width,
        }
        return archive(
            {
                "mimetype": "application/vnd.oasis.opendocument.text",
                "META-INF/manifest.xml": part("odt/manifest.xml"),
                "content.xml": self.content(),
                "styles.xml": part("odt/styles.xml", **words),
                "meta.xml": part("odt/meta.xml", **words),
                "Pictures/qr.png": qr.png(brief.address),
            }
        )

    def content(self):
        """content.xml."""
        body = self.body()
        columns = "".join(
            f'<style:style style:name="{name}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width}mm"/></style:style>'
            for width, name in self.columns.items()
        )
        return (
            f'{XML}<office:document-content {NAMES} office:version="1.3">'
            f"<office:automatic-styles>{columns}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>"
        )

    def heading(self, text):
        return (
            '<text:h text:style-name="Heading1" text:outline-level="1">'
            f"{self.run(Words(text))}</text:h>"
        )

    def paragraph(self, style, words):
        return paragraph(style, self.runs(words))

    def points(self, lines, *, is_numbered):
        points = "".join(
            f"<text:list-item>{self.paragraph('Point', words)}</text:list-item>" for words in lines
        )
        style = "Numbers" if is_numbered else "Bullets"
        return f'<text:list text:style-name="{style}">{points}</text:list>'

    def table(self, style, shares, head, rows):
        self.tables += 1
        columns = "".join(
            f'<table:table-column table:style-name="{self.column(self.width * share / 100)}"/>'
            for share in shares
        )
        first = ""
        if head:
            first = f"<table:table-header-rows>{row(style, head)}</table:table-header-rows>"
        return (
            f'<table:table table:name="Table{self.tables}" table:style-name="Table">{columns}'
            f"{first}{''.join(row(style, cells) for cells in rows)}</table:table>"
        )

    def column(self, width):
        """The style of a column of this width."""
        return self.columns.setdefault(round(width, 1), f"Column{len(self.columns) + 1}")

    def note(self, note):
        number = note.number
        link = Words(note.title, url=note.url)
        return paragraph(
            "Note",
            f'<text:bookmark-start text:name="note{number}"/>{number}.'
            f'<text:bookmark-end text:name="note{number}"/>'
            + self.runs(line("\t", link, f", {note.said}. {note.shown_url}")),
        )

    def picture(self, description):
        return paragraph(
            "Picture",
            f'<draw:frame draw:name="QR code" text:anchor-type="as-char" svg:width="{QR_SIZE}mm"'
            f' svg:height="{QR_SIZE}mm"><draw:image xlink:href="Pictures/qr.png"'
            ' xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
            f"<svg:desc>{quoted(description)}</svg:desc></draw:frame>",
        )

    def runs(self, words):
        """Words as spans, those that lead somewhere within their link."""
        return "".join(map(self.run, words))

    def run(self, one):
        if one.note:
            raised = span("Cite", f"{one.note}")
            return linked(f"#note{one.note}", raised) if one.note in self.numbers else raised
        said = spaced(one.text)
        for is_so, style in ((one.is_emphasis, "Emphasis"), (one.is_strong, "Strong")):
            said = span(style, said) if is_so else said
        style = style_of(one)
        said = span(style, said) if style and style != "Link" else said
        return linked(one.url, said) if one.url else said


def paragraph(style, content):
    return f'<text:p text:style-name="{style}">{content}</text:p>'


def span(style, content):
    return f'<text:span text:style-name="{style}">{content}</text:span>'


def linked(url, content):
    return (
        f'<text:a xlink:type="simple" xlink:href="{quoted(url)}" text:style-name="Link"'
        f' text:visited-style-name="Link">{content}</text:a>'
    )


def spaced(text):
    """A text whose tabs and runs of blanks stay: in XML, several would count as one."""
    pieces = quoted(text).replace("  ", " <text:s/>").split("\t")
    return "<text:tab/>".join(
        f"<text:s/>{piece[1:]}" if piece.startswith(" ") else piece for piece in pieces
    )


def row(style, cells):
    cells = "".join(
        f'<table:table-cell table:style-name="{style}Cell">{cell}</table:table-cell>'
        for cell in cells
    )
    return f'<table:table-row table:style-name="Row">{cells}</table:table-row>'
