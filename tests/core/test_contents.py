"""The list of contents says the headings of a page, and only these."""

from django.template import Context, Template

PAGE = """{% load contents %}{% with_contents %}<h1>Title</h1>{% contents_here %}
<h2 id="one">One &amp; all <span class="count">3</span></h2>
<h2 id="two" class="hidden">Two</h2>
<h2>Without an address</h2>
<h3 id="below">Below</h3>
<h2 id="three">Three <a class="reading" href="#reading">a note</a></h2>
{% if more %}<h2 id="four">Four</h2>{% endif %}{% endwith_contents %}"""


def rendered(**context):
    return Template(PAGE).render(Context(context))


def test_second_headings_with_an_address_are_listed_in_their_order():
    html = rendered(more=True)
    names = ["One &amp; all", "Two", "Three", "Four"]
    listed = html[html.index("<ol>") : html.index("</ol>")]
    addresses = ["one", "two", "three", "four"]
    links = [f'<a href="#{one}">{name}</a>' for one, name in zip(addresses, names, strict=True)]
    assert listed == "<ol>" + "".join(f"<li>{link}</li>" for link in links)


def test_the_list_stands_where_the_page_wants_it():
    html = rendered(more=True)
    assert html.index("<h1>") < html.index("<nav") < html.index('<h2 id="one">')


def test_a_short_page_has_none():
    html = rendered(more=False)
    assert "<nav" not in html
    assert '<h2 id="three">' in html
