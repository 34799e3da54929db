"""The replications that a question finds as a file: those on the screen, and on its other pages.

A question that is not understood is refused, as by the API: who keeps the address of a misspelt
one would else get everything, and never know.
"""

from http import HTTPStatus
from operator import attrgetter

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from rest_framework.exceptions import ValidationError

from core.api.answers import said_of
from core.api.errors import not_understood, problem_response
from core.api.parameters import check_names, check_question
from core.api.renderers import JsonRenderer
from core.web.spreadsheets import table
from initiatives.api.claims import ReplicationSerializer
from initiatives.models import Replication
from initiatives.search.filters import ReplicationFilter

MOST_ROWS = 5_000  # of a file: more would keep a thread of the server for seconds
COLUMNS = {  # of a table, and where their values are in a record
    "id": "public_id",
    "initiative_id": "initiative.public_id",
    "initiative": "initiative.title",
    "from_iso3": "from_country.iso3",
    "from_country": "from_country.name",
    "to_iso3": "to_country.iso3",
    "to_country": "to_country.name",
    "uptake": "uptake",
    "stage": "stage.slug",
    "year": "year",
    "note": "note",
    "source_id": "source.public_id",
    "source_title": "source.title",
    "source_publisher": "source.publisher",
    "source_year": "source.year",
    "source_type": "source.type",
    "source_url": "source.url",
}
ADDRESSES = {"initiative_url": attrgetter("initiative"), "page_url": lambda record: record}


def as_csv(records, request):
    """One line for each; the names of the columns are those of COLUMNS and ADDRESSES."""
    values = attrgetter(*COLUMNS.values())
    root = request.build_absolute_uri("/").removesuffix("/")
    return table(
        [*COLUMNS, *ADDRESSES],
        (
            [
                *values(record),
                *(root + of(record).get_absolute_url() for of in ADDRESSES.values()),
            ]
            for record in records
        ),
    )


def as_json(records, request):
    """Each as the API says it."""
    said = said_of(ReplicationSerializer, records, request)
    return JsonRenderer().render({"count": len(said), "results": said})


FORMS = {"csv": ("text/csv; charset=utf-8", as_csv), "json": ("application/json", as_json)}


@require_safe
def replication_file(request, form):
    """What a question finds, in one of FORMS; refused where that is more than MOST_ROWS."""
    try:
        check_names(request.GET, ReplicationFilter.base_filters)
        filterset = ReplicationFilter(request.GET, queryset=Replication.objects.public())
        check_question(filterset, request.GET)
    except ValidationError as error:
        return not_understood(error)
    found = filterset.qs
    if len(found) > MOST_ROWS:
        whole = request.build_absolute_uri(reverse("data"))
        return problem_response(
            HTTPStatus.BAD_REQUEST,
            f"These are {len(found):,} replications, and a file holds at most {MOST_ROWS:,}. "
            f"Narrow the question, or take the whole catalogue: {whole}",
        )
    content_type, write = FORMS[form]
    headers = {"Content-Disposition": f'attachment; filename="replications.{form}"'}
    return HttpResponse(write(found[:], request), content_type=content_type, headers=headers)
