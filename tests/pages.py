"""What a reader sees of a page, for tests to look at."""

from html.parser import HTMLParser

INVISIBLE = {"head", "script", "style", "template", "svg"}
INLINE = {"a", "abbr", "bdi", "code", "em", "i", "small", "span", "strong", "sub", "sup"}


class Reader(HTMLParser):
    """Collects the text that a page shows."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.pieces = []
        self.hidden_in = []

    def handle_starttag(self, tag, attrs):
        if tag in INVISIBLE:
            self.hidden_in.append(tag)
        if tag not in INLINE:
            self.pieces.append(" ")

    def handle_endtag(self, tag):
        if self.hidden_in and tag == self.hidden_in[-1]:
            self.hidden_in.pop()
        if tag not in INLINE:
            self.pieces.append(" ")

    def handle_data(self, text):
        if not self.hidden_in:
            self.pieces.append(text)


def visible_text(response):
    """The text of a page without its head, white space folded into single blanks."""
    reader = Reader()
    reader.feed(response.content.decode())
    return " ".join("".join(reader.pieces).split())


def names(response):
    """What the page of a list holds, as text, in order."""
    return [str(record) for record in response.context["page"]]


def choices(response, name):
    """The choices that a list offers for a facet: label to count."""
    selects = {select.facet.name: select for select in response.context["listing"].selects}
    return {value.label: value.count for value in selects[name].values}
