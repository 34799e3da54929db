"""Questions that would give a draft away, in every form that the public can ask.

The same questions about a published record have to find it: else they prove nothing.
"""

import json
import re
import zipfile
from io import BytesIO

from faults.client import ask
from faults.people import is_leak, wait_for
from faults.records import HIDDEN, OPEN, PUBLISHED

TABLES = {
    "initiatives": "initiatives_initiative",
    "organizations": "initiatives_organization",
    "resources": "initiatives_resource",
    "people": "forum_person",
    "forums": "forum_forum",
}
SITEMAP, ZIP, CHANGES = "/sitemap.xml", "/data/catalogue.zip", "/api/v1/changes/"
ZIP_WITHIN = 90  # seconds; it is made anew a while after a change
SUGGESTED = {"initiatives", "organizations", "people", "forums"}
# Pages of records that hidden ones are tied to, and lists of all.
NEIGHBOURS = [
    "/",
    "/initiatives/",
    "/initiatives/feed.atom",
    "/countries/BRA/",
    "/countries/HTI/",
    "/themes/cooperatives/",
    "/replications/",
    "/organizations/",
    "/resources/",
    "/people/",
    "/forums/",
    "/api/v1/sessions/",
    "/api/v1/replications/",
    "/api/v1/changes/digests/",
    "/api/v1/countries/BRA/",
    "/api/v1/themes/cooperatives/",
    *(path for record in PUBLISHED for path in record.addresses()),
]


def probe(port, findings, database):
    """Ask a server everything, and note what it says."""
    ask_for_hidden(port, findings)
    for record in HIDDEN:
        for path in [*by_number(record, database), *beside_others(record)]:
            note(port, path, findings)
    for path in [*NEIGHBOURS, *sitemaps(port)]:
        answer = note(port, path, findings)
        if any(record.key.encode() in answer.body.lower() for record in HIDDEN):
            findings.leaked.append(f"{path} has its address")
    catalogue = whole_catalogue(port)
    if is_leak(catalogue):
        findings.leaked.append(ZIP)
    if not is_told(catalogue):
        findings.objections.append(f"a published record is not seen in {ZIP}")
    told = all_changes(port)
    if any(record.key.encode() in told for record in HIDDEN):
        findings.leaked.append(CHANGES)
    if not all(record.key.encode() in told for record in PUBLISHED):
        findings.objections.append(f"a published record is not told in {CHANGES}")
    findings.objections += [f"a published record is not seen in {path}" for path in unseen(port)]


def ask_for_hidden(port, findings):
    """Ask for what is hidden by its address and by a word that nothing else has."""
    for record in HIDDEN:
        for path in record.addresses():
            if note(port, path, findings).status != 404:
                findings.leaked.append(f"{path} is not answered as if there were nothing")
        for path in questions(record):
            answer = note(port, path, findings)
            if path.startswith("/api/") and json.loads(answer.body).get("count") != 0:
                findings.leaked.append(f"{path} counts it")


def note(port, path, findings):
    """The answer to a question, counted and searched for what nobody may see."""
    answer = ask(port, path)
    findings.sent[answer.status] += 1
    if is_leak(answer.body):
        findings.leaked.append(path)
    return answer


def questions(record):
    """Searches for a word that only this record has."""
    yield f"/{record.kind}/?q={record.key}"
    yield f"/api/v1/{record.kind}/?q={record.key}"
    yield f"/search/?q={record.key}"
    yield f"/search/?q=%22{record.key}%22"
    yield f"/suggest/?q={record.key}"
    if record.kind == "initiatives":
        yield f"/initiatives/feed.atom?q={record.key}"
    if record.kind == "forums":
        yield f"/api/v1/sessions/?q={record.key}"


def by_number(record, database):
    """Addresses with the number by which the database knows it."""
    query = f"SELECT id FROM {TABLES[record.kind]} WHERE slug = %s"  # noqa: S608 a table of ours
    ((number,),) = database.rows(query, record.key)
    yield f"/{record.kind}/{number}/"
    yield f"/api/v1/{record.kind}/{number}/"
    yield f"/api/v1/{record.kind}/?id={number}"
    if record.kind == "initiatives":
        query = "SELECT public_id FROM initiatives_replication WHERE initiative_id = %s"
        for (replication,) in database.rows(query, number):
            yield f"/replications/{replication}/"
            yield f"/api/v1/replications/{replication}/"


def beside_others(record):
    """Addresses that name it as part of another question."""
    twin = next(twin.key for twin in PUBLISHED if twin.kind == "initiatives")
    yield f"/compare/?initiative={record.key}&initiative={twin}"
    yield f"/compare/?initiative={twin}&q={record.key}"
    yield f"/initiatives/?organization={record.key}"
    yield f"/api/v1/initiatives/?organization={record.key}"
    yield f"/api/v1/replications/?initiative={record.key}"
    yield f"/suggest/?q={record.key[:4]}"
    yield f"/{record.kind}/{record.key}"
    yield f"/{record.kind}/{record.key.upper()}/"
    yield f"/{record.kind}/{record.key}/?preview=1"
    yield f"/api/v1/{record.kind}/{record.key}/?publication=draft"
    yield f"/api/v1/{record.kind}/?publication=draft"
    yield f"/api/v1/sessions/{record.session}/"


def whole_catalogue(port):
    """All texts of the file that can be taken away; empty where there is none."""
    wait_for(lambda: ask(port, ZIP, method="HEAD").status == 200, ZIP_WITHIN)
    answer = ask(port, ZIP)
    if answer.status != 200:
        return b""
    with zipfile.ZipFile(BytesIO(answer.body)) as archive:
        return b"".join(map(archive.read, archive.namelist()))


def all_changes(port):
    """All that programs are told of changes, page after page."""
    told, path = b"", f"{CHANGES}?page_size=100"
    while path:
        answer = ask(port, path)
        if answer.status != 200:
            return told
        told += answer.body
        more = json.loads(answer.body)["next"]
        path = more and more.partition(str(port))[2]
    return told


def unseen(port):
    """Yield the questions that do not even find a published record."""
    for record in PUBLISHED:
        for path in [*record.addresses(), *questions(record)]:
            is_suggested = record.kind in SUGGESTED or not path.startswith("/suggest/")
            if is_suggested and not is_told(ask(port, path).body):
                yield path
    mapped = b"".join(ask(port, path).body for path in sitemaps(port))
    if not all(record.key.encode() in mapped for record in PUBLISHED):
        yield SITEMAP


def sitemaps(port):
    """The paths of the map of the site and of all its parts."""
    parts = re.findall(rb"<loc>https?://[^/]+([^<]+)</loc>", ask(port, SITEMAP).body)
    return [SITEMAP, *(part.decode() for part in parts)]


def is_told(body):
    """Whether a published record stands in what a server said."""
    return OPEN.encode() in body.lower()
