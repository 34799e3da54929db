"""What a reader sees of a page, for tests to look at."""

import re
from html import unescape
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
    return _text_of(response.content.decode())


def section_text(response, heading):
    """The text of the section whose heading has this id, its heading first; else nothing."""
    html = response.content.decode()
    found = re.search(rf'<section[^>]*aria-labelledby="{heading}".*?</section>', html, re.DOTALL)
    return _text_of(found[0]) if found else ""


def _text_of(html):
    reader = Reader()
    reader.feed(html)
    return " ".join("".join(reader.pieces).split())


def names(response):
    """What the page of a list holds, as text, in order."""
    return [str(record) for record in response.context["page"]]


def choices(response, name):
    """The choices that a list offers for a facet: label to count."""
    selects = {select.facet.name: select for select in response.context["listing"].selects}
    return {value.label: value.count for value in selects[name].values}


def entries(response):
    """The initiatives on a page of the search: pairs of address and title, in order."""
    found = re.findall(
        r'<li class="entry">(?:<p class="route">.*?</p>)?<h3><a href="([^"]+)">(.*?)</a>',
        response.content.decode(),
    )
    return [(url, unescape(re.sub("</?mark>", "", title))) for url, title in found]


def facet_counts(response, name):
    """What the search's page shows of a facet: label to count; nothing where it is not shown."""
    html = response.content.decode()
    box = re.search(rf'<details class="facet" id="facet-{name}".*?</details>', html, re.DOTALL)
    shown = r'<span>([^<]*)</span><span class="count">(\d+)</span>'
    return (
        {unescape(label): int(count) for label, count in re.findall(shown, box[0])} if box else {}
    )
