"""Imports as people of the desk make them, without a browser."""

import io
import json
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.imports.models import Import
from portal.imports.running import run_all
from tests.portal.exchange.exchange_folder import sound

URL = "/admin/imports/"


def file_of(name, content):
    """A file to be uploaded: bytes as they are, else JSON."""
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return SimpleUploadedFile(name, raw)


def zipped(documents):
    """A ZIP of the exchange format."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, records in documents.items():
            archive.writestr(f"folder/{name}.json", json.dumps(records))
    return file_of("catalogue.zip", out.getvalue())


def upload(client, *files, **choices):
    """Upload files, as the form does: the answer."""
    data = {"files": list(files), "empty": "empty", "arrival": "drafts"} | choices
    return client.post(URL, data)


def ask(client, job, step, **fields):
    """Press one of the buttons of an import, on its page as it is now: the answer."""
    return client.post(f"{URL}{job.pk}/{step}/", {"seen": mark(job)} | fields)


def mark(job):
    """What the forms of the page of an import carry now."""
    return Import.objects.get(pk=job.pk).mark


def mark_on(page):
    """What the forms of a page that somebody has opened carry."""
    (found,) = set(re.findall(r'name="seen" value="(\w+)"', page.text))
    return found


def checked(client, *files, **choices):
    """An import that has been checked."""
    response = upload(client, *files, **choices)
    assert response.status_code == 302, response.context["form"].errors
    run_all()
    return last()


def imported(client, *files, **choices):
    """An import that has been looked at and taken in."""
    job = checked(client, *files, **choices)
    assert job.state == "ready", (job.state, job.said, job.faults)
    return done(client, job, "import")


def done(client, job, step, **fields):
    """An import after a step that was asked for."""
    ask(client, job, step, **fields)
    run_all()
    job.refresh_from_db()
    return job


def last():
    return Import.objects.latest("pk")


def outcomes(job):
    """What came of each row."""
    return {row.record: row.outcome for row in job.rows.exclude(outcome="")}


def whats(job):
    """What each row is."""
    return {row.record: row.what for row in job.rows.all()}


@pytest.fixture
def documents():
    """Sound records of all kinds, to be changed."""
    return sound()
