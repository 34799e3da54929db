"""The template: a workbook with all sheets, what each column takes, and a row that shows how."""

from portal.sheets.cells import EXAMPLE
from portal.sheets.layout import RECORDS as SHEETS
from portal.sheets.lines import LineWriter, sheets_of
from portal.sheets.writing import write_workbook

SOURCE = {
    "url": "https://example.org/seeds/report",
    "title": "Seeds for All: report of five years",
    "publisher": "Union of Seed Cooperatives",
    "year": 2021,
    "type": "agency-report",
}
RECORDS = {
    "initiatives": {
        "slug": "seeds-for-all",
        "title": "Seeds for All: cooperatives that share seed banks",
        "kind": "programme",
        "summary": "Farmers' cooperatives keep common seed banks and train their neighbours.",
        "approach": "Each cooperative lends seed against a share of the harvest.",
        "start_year": 2016,
        "status": "active",
        "cooperation": ["south-south"],
        "themes": ["cooperatives", "rural-employment"],
        "sdgs": [2, 8],
        "origin_countries": ["ETH"],
        "participating_countries": ["ETH", "KEN"],
        "partners": [{"organization": "ilo", "role": "technical-support"}],
        "replications": [
            {"from": "ETH", "to": "KEN", "status": "replicated", "year": 2019, "source": 0}
        ],
        "figures": [
            {"value": 4200, "unit": "farmers", "label": "Members", "year": 2021, "source": 0}
        ],
        "milestones": [{"date": "2016-03", "text": "The first bank opens.", "source": 0}],
        "replies": [
            {"author": "Ministry of Agriculture", "date": "2022-05", "text": "We thank you."}
        ],
        "sources": [SOURCE],
    },
    "organizations": {
        "slug": "union-of-seed-cooperatives",
        "name": "Union of Seed Cooperatives",
        "kind": "civil-society",
        "country": "ETH",
        "url": "https://example.org/",
        "links": [{"kind": "youtube", "url": "https://example.org/videos"}],
        "sources": [SOURCE],
    },
    "people": {"slug": "ana-example", "name": "Ana Example", "sources": [SOURCE]},
    "resources": {
        "slug": "seeds-for-all-report",
        "title": "Seeds for All: report of five years",
        "kind": "report",
        "year": 2021,
        "publishers": ["union-of-seed-cooperatives"],
        "language": "en",
        "summary": "Tells of the first five years.",
        "initiatives": ["seeds-for-all"],
        "sources": [SOURCE],
    },
    "forums": {
        "slug": "seed-forum-2021",
        "title": "Forum of seed banks",
        "edition": "3rd",
        "start_date": "2021-11-03",
        "end_date": "2021-11-05",
        "city": "Addis Ababa",
        "country": "ETH",
        "summary": "Cooperatives of nine countries meet.",
        "sessions": [
            {
                "order": 1,
                "slug": "seed-forum-2021-opening",
                "title": "Opening",
                "date": "2021-11-03",
                "start_time": "09:30",
                "summary": "Welcome.",
                "key_messages": ["Banks need rules.", "Rules need members."],
                "figures": [{"value": 9, "unit": "countries", "source": 0}],
                "appearances": [
                    {"person": "ana-example", "role": "moderator", "title": "Secretary"}
                ],
            }
        ],
        "sources": [SOURCE],
    },
}


def write_template(file):
    """Write the template."""
    write_workbook(file, SHEETS, (), examples=list(examples()))


def examples():
    """Pairs of the place of a sheet and its row that only shows how."""
    writer = LineWriter()
    for kind, record in RECORDS.items():
        layouts = sheets_of(kind)
        for place, row in writer.lines(layouts, record, ""):
            first, *others = row
            yield SHEETS.index(layouts[place]), [f"{EXAMPLE} {first}", *others]
