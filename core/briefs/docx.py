"""A brief as DOCX (ISO/IEC 29500), to be edited: real headings, lists, tables and links.

The order of elements within each other is that of the schema: Word minds it.
"""

from core.briefs import qr
from core.briefs.model import Words, line
from core.briefs.text_file import MARGIN, QR_SIZE, XML, TextFile, archive, part, quoted, style_of

TWIPS = 1440 / 25.4  # twentieths of a point in a millimetre
EMU = 36_000  # in a millimetre
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
BULLETS, NUMBERS = 1, 2  # lists of numbering.xml
INNER = {  # what the main part refers to, by kind
    "styles": "styles.xml",
    "numbering": "numbering.xml",
    "settings": "settings.xml",
    "footer": "footer.xml",
    "image": "media/qr.png",
}
# Two tables that touch each other become one: each is followed by a low line.
AFTER_TABLE = (
    '<w:p><w:pPr><w:pStyle w:val="Cell"/><w:spacing w:line="120" w:lineRule="exact"/></w:pPr></w:p>'
)


def write(brief, paper="a4"):
    """The bytes of the DOCX of a Brief. paper: one of PAPERS."""
    return Docx(brief, paper).bytes()


class Docx(TextFile):
    """The main part of a DOCX, and the parts beside it."""

    def __init__(self, brief, paper):
        super().__init__(brief, paper)
        self.links = {}  # ids by address

    def bytes(self):
        brief = self.brief
        words = {
            "title": brief.title,
            "publisher": brief.publisher,
            "address": brief.address,
            "language": brief.language,
            "width": twips(self.width),
        }
        return archive(
            {
                "[Content_Types].xml": part("docx/content_types.xml"),
                "_rels/.rels": part("docx/rels.xml"),
                "docProps/core.xml": part("docx/core.xml", **words),
                "word/document.xml": self.document(),
                "word/_rels/document.xml.rels": self.relationships(),
                "word/styles.xml": part("docx/styles.xml", **words),
                "word/numbering.xml": part("docx/numbering.xml"),
                "word/settings.xml": part("docx/settings.xml", **words),
                "word/footer.xml": part("docx/footer.xml", **words),
                "word/media/qr.png": qr.png(brief.address),
            }
        )

    def document(self):
        """word/document.xml."""
        width, height = map(twips, self.paper)
        margin = twips(MARGIN)
        page = (
            '<w:sectPr><w:footerReference w:type="default" r:id="footer"/>'
            f'<w:pgSz w:w="{width}" w:h="{height}"/>'
            f'<w:pgMar w:top="{margin}" w:right="{margin}" w:bottom="{margin}" w:left="{margin}"'
            ' w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
        )
        return (
            f'{XML}<w:document xmlns:w="{W}" xmlns:r="{R}">'
            f"<w:body>{self.body()}{page}</w:body></w:document>"
        )

    def relationships(self):
        """word/_rels/document.xml.rels: of all that document() refers to."""
        lines = [
            f'<Relationship Id="{kind}" Type="{R}/{kind}" Target="{target}"/>'
            for kind, target in INNER.items()
        ]
        lines += [
            f'<Relationship Id="{name}" Type="{R}/hyperlink" TargetMode="External"'
            f' Target="{quoted(url)}"/>'
            for url, name in self.links.items()
        ]
        return f'{XML}<Relationships xmlns="{RELATIONSHIPS}">{"".join(lines)}</Relationships>'

    def heading(self, text):
        return paragraph("Heading1", run(text))

    def paragraph(self, style, words):
        return paragraph(style, self.runs(words))

    def points(self, lines, *, is_numbered):
        numbering = NUMBERS if is_numbered else BULLETS
        look = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{numbering}"/></w:numPr>'
        return "".join(paragraph("ListParagraph", self.runs(words), look) for words in lines)

    def table(self, style, shares, head, rows):
        widths = [twips(self.width * share / 100) for share in shares]
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        first = [row(head, "<w:tblHeader/>")] if head else []
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:val="0020"/></w:tblPr>'
            f"<w:tblGrid>{columns}</w:tblGrid>{''.join([*first, *map(row, rows)])}</w:tbl>"
            f"{AFTER_TABLE}"
        )

    def note(self, note):
        number = note.number
        link = Words(note.title, url=note.url)
        return paragraph(
            "Note",
            f'<w:bookmarkStart w:id="{number}" w:name="note{number}"/>{run(f"{number}.")}'
            f'<w:bookmarkEnd w:id="{number}"/>'
            + self.runs(line("\t", link, f", {note.said}. {note.shown_url}")),
        )

    def picture(self, description):
        size, said = QR_SIZE * EMU, quoted(description)
        return paragraph(
            "Hint",
            f'<w:r><w:drawing><wp:inline xmlns:wp="{DRAWING}/wordprocessingDrawing" distT="0"'
            f' distB="0" distL="0" distR="0"><wp:extent cx="{size}" cy="{size}"/>'
            f'<wp:docPr id="1" name="QR code" descr="{said}"/>'
            f'<a:graphic xmlns:a="{DRAWING}/main"><a:graphicData uri="{DRAWING}/picture">'
            f'<pic:pic xmlns:pic="{DRAWING}/picture"><pic:nvPicPr>'
            f'<pic:cNvPr id="1" name="QR code" descr="{said}"/><pic:cNvPicPr/></pic:nvPicPr>'
            '<pic:blipFill><a:blip r:embed="image"/><a:stretch><a:fillRect/></a:stretch>'
            f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{size}" cy="{size}"/>'
            '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
            "<w:keepNext/>",
        )

    def runs(self, words):
        """Words as runs, those that lead somewhere within their link."""
        return "".join(map(self.run, words))

    def run(self, one):
        if one.note:
            raised = run(one.note, "Cite")
            if one.note not in self.numbers:
                return raised
            return f'<w:hyperlink w:anchor="note{one.note}">{raised}</w:hyperlink>'
        look = ("<w:b/>" if one.is_strong else "") + ("<w:i/>" if one.is_emphasis else "")
        said = run(one.text, style_of(one), look)
        if not one.url:
            return said
        name = self.links.setdefault(one.url, f"link{len(self.links) + 1}")
        return f'<w:hyperlink r:id="{name}">{said}</w:hyperlink>'


def twips(millimetres):
    return round(millimetres * TWIPS)


def run(text, style="", look=""):
    """Some text that looks alike; a tab in it is an element."""
    if style:
        look = f'<w:rStyle w:val="{style}"/>{look}'
    if look:
        look = f"<w:rPr>{look}</w:rPr>"
    pieces = (f'<w:t xml:space="preserve">{quoted(piece)}</w:t>' for piece in f"{text}".split("\t"))
    return f"<w:r>{look}{'<w:tab/>'.join(pieces)}</w:r>"


def paragraph(style, content, look=""):
    """A paragraph. look: what its properties say besides the style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{look}</w:pPr>{content}</w:p>'


def row(cells, look=""):
    """A row, which no page breaks. look: what its properties say besides."""
    cells = "".join(f"<w:tc>{cell}</w:tc>" for cell in cells)
    return f"<w:tr><w:trPr><w:cantSplit/>{look}</w:trPr>{cells}</w:tr>"
