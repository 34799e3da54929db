"""Files of the whole catalogue: what there is of which day, and what their fields mean."""

from django.http import Http404, HttpResponseNotModified, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core import http_cache
from core.api.errors import problem_response
from core.http_cache.encodings import IDENTITY
from core.http_cache.middleware import CACHE_CONTROL, lists
from core.http_cache.pages import digest_of
from core.web.files import ServedFile
from portal.data import package, sets
from portal.data.kinds import KINDS
from portal.data.tables import roots
from portal.pages.download import AGAIN, offered

LATEST = "latest"
WHOLE, CHANGES = "all", "changes"  # parts of the data dictionary that are of no kind of record
NOT_MADE = (
    "No files have been made yet. A portal that is served makes the first by itself within minutes;"
    " `manage.py make_data` makes them at once, and every night."
)
BEING_MADE = "New files are being made, since something was withdrawn. Try again in some minutes."
REMOVED = "The files of this day told of a record that was removed. Take those of another day."
MEANINGS = {  # of files that are not of one kind of record, in the order of the page
    package.SQLITE_NAME: "One database with all tables and a full-text search on titles: for "
    "Datasette, R, Python and whatever reads SQLite.",
    package.CSV_NAME: "A CSV file for each table, with a description of types and keys "
    "(Tabular Data Package).",
    package.EXCHANGE_NAME: "The exchange format: JSON files that another catalogue of this kind "
    "can load as they are.",
    "changes.jsonl.gz": "What was created, changed or withdrawn since the day before, as JSON "
    "Lines: it brings a copy up to date.",
    "datapackage.json": "What all these files are, their types and keys (Frictionless Data "
    "Package).",
    "dictionary.json": "The data dictionary, for programs.",
    "metadata.json": "What Datasette shows beside the database.",
    "SHA256SUMS": "The hashes of all files, for sha256sum --check.",
}


@require_safe
def data(request):
    """What can be taken away, of which day it is, how large, and how it is cited."""
    http_cache.provisional()  # files come and go without the revision
    there = readable()
    latest, former = (there[0], there[1:]) if there and is_latest(there[0]) else (None, there)
    context = {
        "download": offered(),
        "latest": latest,
        "former": former,
        "files": told(latest, MEANINGS.items()),
        "lines": told(latest, [(f"{kind.name}.jsonl.gz", kind.means) for kind in KINDS]),
        "citation": latest and package.citation(latest.created),
        "address": request.build_absolute_uri(reverse("data")),
    }
    return render(request, "portal/data.html", context)


@require_safe
def index(request):
    """The sets and their files for programs, the latest first; 304 to who has the same."""
    there = readable()
    if not there:
        return problem_response(404, NOT_MADE)
    said = {
        "latest": str(there[0].day) if is_latest(there[0]) else None,
        "license": package.LICENCE,
        "sets": [said_of(request, one) for one in there],
    }
    response = JsonResponse(said, json_dumps_params={"indent": 1})
    headers = {"Cache-Control": CACHE_CONTROL, "ETag": f'"{digest_of(response.content)}"'}
    if lists(request.META.get("HTTP_IF_NONE_MATCH", ""), headers["ETag"]):
        return HttpResponseNotModified(headers=headers)
    for name, value in headers.items():
        response.headers[name] = value
    return response


@require_safe
def data_day(request, day):
    """Lead from the address of a day, under which its files are, to the page that lists them."""
    if day == LATEST:
        return redirect("data")
    if not any(day == str(one.day) for one in readable()):
        where = request.build_absolute_uri(reverse("data-index"))
        return problem_response(404, f"There are no files of this day. {where} lists the days.")
    return redirect(f"{reverse('data')}#day-{day}")


@require_safe
def data_file(request, day, name):
    """A file of a day, or of the latest set."""
    try:
        return file_of(request, day, name)
    except FileNotFoundError:  # another set has just taken its place
        return file_of(request, day, name)


def file_of(request, day, name):
    """The answer with a file of the sets that there are now."""
    all_sets = sets.kept()
    if not all_sets:
        return problem_response(404, NOT_MADE)
    one = next((one for one in all_sets if day in (LATEST, str(one.day))), None)
    if one is None:
        where = request.build_absolute_uri(reverse("data-index"))
        return problem_response(404, f"There are no files of this day. {where} lists the days.")
    if sets.withheld([one], latest=all_sets[0].day):
        return withheld(is_newest=one is all_sets[0])
    file = one.file(name)
    if file is None:
        names = ", ".join(file.name for file in one.files)
        return problem_response(404, f"There is no such file. There are: {names}.")
    headers = {"Content-Type": file.media_type, "Cache-Control": CACHE_CONTROL}
    served = ServedFile({IDENTITY: one.path / name}, headers, version=file.digest)
    return served.answer(request)


@require_safe
def dictionary(request):
    """Of which kinds of records the files are, and where their fields stand."""
    return render(request, "portal/data_dictionary.html", {"kinds": kinds_in_words()})


@require_safe
def dictionary_part(request, name):
    """What every field of one kind of record means, or of the changes, or of all on one page."""
    is_whole = name == WHOLE
    kinds = [kind for kind in kinds_in_words() if is_whole or kind["name"] == name]
    changes = package.changes_in_words() if is_whole or name == CHANGES else []
    if not kinds and not changes:
        raise Http404("The data dictionary has no such part.")
    context = {"name": name, "is_whole": is_whole, "kinds": kinds, "changes": changes}
    return render(request, "portal/data_dictionary_part.html", context)


def kinds_in_words():
    """The kinds of records as the data dictionary has them."""
    return [
        {
            "name": kind.name,
            "means": kind.means,
            "parts": lists_of_fields("", package.fields_in_words(kind.fields)),
            "tables": [table.name for table in roots()[kind.name].all],
        }
        for kind in KINDS
    ]


def lists_of_fields(name, fields):
    """Fields and those of the rows in them: pairs of what the list is called and its fields."""
    lists = [(name, fields)]
    for field in fields:
        if "fields" in field:
            lists += lists_of_fields(field["name"], field["fields"])
    return lists


def readable():
    """The sets that may be read, the latest first."""
    there = sets.kept()
    hidden = sets.withheld(there)
    return [one for one in there if one.day not in hidden]


def told(one, meanings):
    """Pairs of a File of a set and what it is for; meanings: pairs of a name and that."""
    files = [(one and one.file(name), means) for name, means in meanings]
    return [(file, means) for file, means in files if file]


def is_latest(one):
    """Whether a set is the one at the address `latest`."""
    return one is sets.kept()[0]


def withheld(is_newest):
    """The answer in place of files that nobody may read any more."""
    if not is_newest:
        return problem_response(410, REMOVED)
    response = problem_response(503, BEING_MADE)
    response.headers["Retry-After"] = str(AGAIN)
    response.headers["Cache-Control"] = "no-store"
    return response


def said_of(request, one):
    """A set as the index tells of it."""
    return {
        "day": str(one.day),
        "made": one.made.isoformat(timespec="seconds"),
        "last_change": one.created.isoformat(timespec="seconds"),
        "changed_since": one.changed_since and str(one.changed_since),
        "bytes": one.size,
        "files": [
            {
                "name": file.name,
                "url": request.build_absolute_uri(reverse("data-file", args=[one.day, file.name])),
                "bytes": file.size,
                "sha256": file.digest,
                "media_type": file.media_type,
            }
            for file in one.files
        ],
    }
