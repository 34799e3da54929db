"""Two ways to search the catalogue, to be held against the same judged queries.

The engine is asked as a reader asks it, through the filterset. Beside it stands full text search
as the handbook of PostgreSQL teaches it, in SQL of its own: four weights, English stems, no
thesaurus, no correction, cover density for the order. For other records than initiatives it is the
search of the database that answers while there is no index.
"""

from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from core.search.relevance import JudgedAnswer
from core.search.worker import worker
from forum.models import Forum, Person, Session
from initiatives.models import Country, Initiative, Organization, Resource, Theme
from initiatives.search.filters import InitiativeFilter

QUERIES = settings.BASE_DIR / "tests" / "relevance" / "queries.json"
RECORD_QUERIES = QUERIES.with_name("records.json")
RECORDS = {  # the public ones of each kind
    "countries": Country.objects.all,
    "themes": Theme.objects.all,
    "forums": Forum.objects.published,
    "sessions": Session.objects.public,
    "people": Person.objects.published,
    "organizations": Organization.objects.published,
    "documents": Resource.objects.published,
}
LONGEST_ANSWER = 100

TEXTBOOK = """
WITH documents AS MATERIALIZED (
    SELECT
        initiative.slug,
        setweight(to_tsvector('english', concat_ws(' ', title, acronym, local_title)), 'A')
        || setweight(to_tsvector('english', summary), 'B')
        || setweight(to_tsvector('english', concat_ws(' ', challenge, approach, results)), 'C')
        || setweight(to_tsvector('english', concat_ws(' ', lessons, replicability,
            law_and_mandate, body_in_charge, partners_needed, money_needed, time_needed,
            people_and_skills, failed_elsewhere,
            (
                SELECT string_agg(concat_ws(' ', organization.name, organization.acronym), ' ')
                FROM initiatives_partnership AS partnership
                JOIN initiatives_organization AS organization
                    ON organization.id = partnership.organization_id
                WHERE partnership.initiative_id = initiative.id
                    AND organization.publication = 'published'
            ),
            (
                SELECT string_agg(country.name, ' ')
                FROM initiatives_involvement AS involvement
                JOIN initiatives_country AS country ON country.id = involvement.country_id
                WHERE involvement.initiative_id = initiative.id
            ),
            (
                SELECT string_agg(theme.name, ' ')
                FROM initiatives_initiativetheme AS place
                JOIN initiatives_theme AS theme ON theme.id = place.theme_id
                WHERE place.initiative_id = initiative.id
            )
        )), 'D') AS document
    FROM initiatives_initiative AS initiative
    WHERE initiative.publication = 'published'
)
SELECT ARRAY(
    SELECT slug
    FROM documents, websearch_to_tsquery('english', asked.text) AS question
    WHERE document @@ question
    ORDER BY ts_rank_cd(document, question) DESC, slug
    LIMIT %(limit)s
)
FROM unnest(%(texts)s::text[]) WITH ORDINALITY AS asked (text, number)
ORDER BY asked.number
"""


def ask_engine(queries):
    """The answers of the portal's search, one for each judged query."""
    slugs = dict(Initiative.objects.published().values_list("pk", "slug"))
    with index_in_place():
        found = [[slugs[pk] for pk in keys_for(query.text)] for query in queries]
    return list(map(JudgedAnswer, queries, found))


def keys_for(text):
    """Primary keys of what a reader gets who types this, the best first."""
    question = InitiativeFilter({"q": text}, queryset=Initiative.objects.published())
    return question.qs.ids[:LONGEST_ANSWER]


def ask_others(queries):
    """The answers of the portal's search among other records, one for each judged query."""
    with index_in_place():
        return [
            answer(query, RECORDS[query.among]().matching_text(query.text)) for query in queries
        ]


def ask_database(queries):
    """The same of the database alone."""
    return [
        answer(query, RECORDS[query.among]().matching_in_database(query.text)) for query in queries
    ]


def answer(query, records):
    """The JudgedAnswer that records in their order are."""
    names = [record.iso3 if query.among == "countries" else record.slug for record in records]
    return JudgedAnswer(query, names[:LONGEST_ANSWER])


@contextmanager
def index_in_place():
    """Let the index answer while the block lasts, built for it where this process has none."""
    is_ours = worker.snapshot.catalogue is None
    if is_ours:
        worker.build_now()
    try:
        yield
    finally:
        if is_ours:
            worker.clear()


def ask_textbook(queries):
    """The answers of plain PostgreSQL, one for each judged query."""
    texts = [query.text for query in queries]
    with connection.cursor() as cursor:
        cursor.execute(TEXTBOOK, {"texts": texts, "limit": LONGEST_ANSWER})
        return [JudgedAnswer(query, row[0]) for query, row in zip(queries, cursor, strict=True)]
