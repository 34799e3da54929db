"""A list's page and its list in the API know the same questions, and find the same."""

import re

import pytest

# From each list of the API that has a page, the questions put to both: every parameter has one.
QUESTIONS = {
    "initiatives": [
        "theme=child-labour&theme=social-protection",
        "theme=child-labour&theme=social-protection&sdg=8&sdg=1&match=any",
        "sector=agriculture-and-rural&sector=cotton",
        "country=BRA&country=ECU",
        "region=western-africa&group=ldc",
        "stage=replicated&stage=adapting",
        "uptake=taken-up&uptake=wanted",
        "modality=triangular&kind=programme&kind=network",
        "status=active&organization=ilo",
        "evidence=other&evidence=press",
        "sdg=8&sdg=10&year_from=2010&year_to=2014",
        "q=cooperatives&sort=title",
        "q=cooperatives&theme=child-labour",
        "origin_country=BRA&participating_country=BRA&year=2010&year=2012",
        "taken_up_by=GHA&taken_up_by=MOZ&taken_up_by=PRY",
        "learnt_by=PRY&learnt_by=KEN&learnt_by=HTI",
        "wanted_by=PRY&wanted_by=KEN&wanted_by=HTI",
        "pillar=employment&convention=182&convention=138",
        "target=8.7&exclude_target=8.6",
        "exclude_theme=child-labour&exclude_sector=cotton&exclude_country=BRA&exclude_region=asia",
        "exclude_group=ldc&exclude_uptake=wanted&exclude_stage=exchange&exclude_year=2010",
        "exclude_modality=triangular&exclude_kind=network&exclude_status=completed",
        "exclude_evidence=press&exclude_organization=ilo&exclude_sdg=10&exclude_pillar=employment",
        "exclude_origin_country=BRA&exclude_participating_country=ECU&exclude_taken_up_by=GHA",
        "exclude_learnt_by=PRY&exclude_wanted_by=PRY&exclude_convention=182",
    ],
    "replications": [
        "stage=interested&uptake=wanted",
        "uptake=taken-up&uptake=learnt-from&sort=from_country",
        "pillar=rights-at-work&pillar=social-dialogue",
        "from_country=BRA&from_country=ECU&to_country=GHA&to_country=MOZ",
        "theme=child-labour&theme=social-protection&sector=cotton&match=any",
        "region=western-africa&group=ldc&sort=oldest",
        "from_region=americas&to_region=africa&to_region=asia",
        "country=BRA&year_from=2010&year_to=2014&sort=title",
        "q=cooperatives&sort=to_country",
        "initiative=ciudad-mujer",
        "year=2014&year=2015",
        "exclude_theme=child-labour&exclude_sector=cotton&exclude_region=asia&exclude_group=ldc",
        "exclude_from_region=asia&exclude_to_region=asia&exclude_country=BRA&exclude_year=2014",
        "exclude_from_country=ECU&exclude_to_country=GHA&exclude_uptake=wanted",
        "exclude_stage=exchange&exclude_pillar=employment&exclude_initiative=ciudad-mujer",
    ],
    "organizations": [
        "kind=government&kind=un-agency",
        "country=BRA&sort=initiatives",
        "q=labour",
        "q=labour&kind=government&sort=name",
        "role=funder&theme=child-labour&theme=social-protection&match=any",
        "exclude_kind=government&exclude_country=BRA&exclude_role=funder&exclude_theme=youth-employment",
    ],
    "resources": [
        "kind=declaration&kind=report&sort=oldest",
        "theme=child-labour&theme=social-protection&match=any",
        "year=2014&year=2015&sort=title",
        "language=pt",
        "q=brasilia",
        "exclude_kind=report&exclude_theme=child-labour&exclude_year=2014&exclude_language=pt",
    ],
    "forums": [
        "year=2014&year=2015",
        "theme=child-labour&theme=social-protection&match=any&sort=oldest",
        "country=BRA",
        "series=global-south-south-development-expo&sort=title",
        "q=expo",
        "exclude_year=2014&exclude_theme=child-labour&exclude_country=BRA"
        "&exclude_series=global-south-south-development-expo",
    ],
    "people": [
        "letter=M&letter=A&sort=recent",
        "country=BRA&sort=often",
        "q=minister",
        "exclude_letter=M&exclude_country=BRA",
    ],
    "countries": [
        *("region=western-africa", "group=ldc", "q=guinea", "q=guinea&group=ldc"),
        "exclude_region=asia&exclude_group=ldc",
    ],
    "themes": ["pillar=employment&pillar=social-dialogue", "q=work", "exclude_pillar=employment"],
}
# What only one of the two knows: it does not choose records.
OF_THE_API = {
    "page_size": "readers get as many as a screen takes",
    "cursor": "readers turn pages by number",
    "format": "pages are HTML",
    "facets": "pages always count them",
    "fields": "pages show what readers need",
    "ids": "it names records, and asks nothing of them",
    "sample": "it draws records, and asks nothing of them",
    "seed": "of a sample",
    "group_by": "it counts records, and shows none",
    "explain": "pages say what they found in words",
}
OF_THE_PAGE = {
    "show": "which facet is unfolded",
    "within": "words to find among its values",
    "initiative": "the box that ticks one for comparison, in a form of its own",
}
OF_BOTH = {"page"}
EVERY_QUESTION = [(kind, query) for kind, queries in QUESTIONS.items() for query in queries]

CONTROL = re.compile(r'<(?:input|select)\b[^>]*\bname="([^"]+)"')
LINK = re.compile(r'href="\?([^"]*)"')


def known_to_the_api(client, kind):
    """The parameters that a list of the API names when it is asked for another one."""
    message = client.get(f"/api/v1/{kind}/", {"": ""}).json()["errors"][""][0]
    return set(message.partition("Known ones: ")[2].rstrip(".").split(", "))


def known_to_the_page(response):
    """The parameters of the filterset that a page shows."""
    shown = response.context.get("listing") or response.context["search"]
    return set(type(shown.filterset).base_filters)


def count_of_the_page(response):
    count = re.search(r'<p role="status"><b>([\d,]+) ', response.content.decode())[1]
    return int(count.replace(",", ""))


def names_in(query):
    return {part.partition("=")[0] for part in query.split("&")}


@pytest.mark.parametrize("kind", QUESTIONS)
def test_page_and_api_know_the_same_parameters(client, db, kind):
    known = known_to_the_api(client, kind)
    assert known_to_the_page(client.get(f"/{kind}/")) == known - {*OF_THE_API, *OF_BOTH}
    assert known - {*OF_THE_API, *OF_BOTH} == set().union(*map(names_in, QUESTIONS[kind]))


def test_every_list_with_a_page_is_compared(client, db):
    for kind in client.get("/api/v1/").json().keys() - {"schema", "docs", "guide"}:
        assert (client.get(f"/{kind}/").status_code == 200) == (kind in QUESTIONS), kind


@pytest.mark.parametrize(("kind", "query"), EVERY_QUESTION)
def test_the_same_question_finds_the_same(client, catalogue, kind, query):
    """As many on both, fewer than there are, and in the same order where one can be chosen."""
    page = client.get(f"/{kind}/?{query}")
    answer = client.get(f"/api/v1/{kind}/?{query}&page_size=20").json()
    whole = client.get(f"/api/v1/{kind}/").json()["count"]
    assert 0 < answer["count"] < whole
    assert count_of_the_page(page) == answer["count"]
    if "sort" in known_to_the_api(client, kind):
        links = rf'<(?:h3|td)><a href="/{kind}/([^/"]+)/"'
        listed = re.findall(links, page.content.decode())
        known_by = "id" if kind == "replications" else "slug"
        assert listed[:20] == [record[known_by] for record in answer["results"]][: len(listed)]


@pytest.mark.parametrize("kind", QUESTIONS)
def test_what_a_page_offers_the_api_understands(client, catalogue, kind):
    """The controls of its forms and the links that change the question."""
    for query in ["", *QUESTIONS[kind]]:
        html = client.get(f"/{kind}/?{query}").content.decode().partition("<main")[2]
        linked = [names_in(link.replace("&amp;", "&")) for link in LINK.findall(html) if link]
        offered = set(CONTROL.findall(html)).union(*linked)
        assert offered - OF_THE_PAGE.keys() <= known_to_the_api(client, kind), query


@pytest.mark.parametrize(("kind", "query"), EVERY_QUESTION)
def test_a_chip_for_every_choice_takes_it_back(client, catalogue, kind, query):
    chosen = [part for part in query.split("&") if not part.startswith(("sort=", "match="))]
    html = client.get(f"/{kind}/?{query}").content.decode()
    chips = re.findall(r'<li><a href="\?([^"]*)"[^>]*aria-label="Remove', html)
    left = sorted(sorted(chip.replace("&amp;", "&").split("&")) for chip in chips)
    asked = query.split("&")
    assert left == sorted(
        sorted(other for other in asked if other != part) or [""] for part in chosen
    )


@pytest.mark.parametrize(("kind", "query"), EVERY_QUESTION)
def test_a_form_that_is_sent_again_asks_the_same(client, catalogue, kind, query):
    """Several values of a control, and what the page does not offer, included."""
    main = client.get(f"/{kind}/?{query}").content.decode().partition("<main")[2]
    form = re.search(r"<form\b.*?</form>", main, re.DOTALL)[0]
    sent = re.findall(r'<input\b[^>]*\bname="([^"]+)"[^>]*\bvalue="([^"]+)"', form)
    for name, options in re.findall(
        r'<select\b[^>]*\bname="([^"]+)"(.*?)</select>', form, re.DOTALL
    ):
        sent += [(name, value) for value in re.findall(r'value="([^"]+)" selected', options)]
    asked = [f"{name}={value}" for name, value in sent if name != "sort" or "sort=" in query]
    assert sorted(asked) == sorted(query.split("&"))
