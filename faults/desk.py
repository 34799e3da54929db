"""Forms of the desk as somebody fills them in who is signed in, at whichever server."""

import os
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image

from faults.client import ask
from tests.desk import fields_of

FORM_OF_DOCUMENT = "/admin/initiatives/resource/{}/change/"
DOCUMENT = "SELECT min(id) FROM initiatives_resource WHERE publication = 'published'"
SMALL, LARGE = (40, 40), (1100, 1000)  # pixels; more than 2.5 MB are put into a file at once


def send_form(stage, port, path, *, to=None, **changes):
    """Open a page, change fields of its form and send it, to another path perhaps: the Answer.

    Where the page cannot be opened, what was answered instead.
    """
    cookies = stage.curator.cookies
    form = ask(port, path, headers={"Cookie": cookies})
    if form.status != 200:
        return form
    headers = {
        "Cookie": cookies,
        "Content-Type": MULTIPART_CONTENT,
        "Referer": f"https://127.0.0.1:{port}{path}",
    }
    body = encode_multipart(BOUNDARY, fields_of(form.body.decode()) | changes)
    headers["Content-Length"] = str(len(body))
    return ask(port, to or path, method="POST", headers=headers, body=body)


def upload_picture(stage, port, size):
    """Give a document a picture, which servers keep in a file: the status of the answer."""
    ((key,),) = stage.database.rows(DOCUMENT)
    picture = SimpleUploadedFile("cover.png", noise(size), "image/png")
    return send_form(stage, port, FORM_OF_DOCUMENT.format(key), cover=picture, _save="1").status


def noise(size):
    """A picture of which no two are the same, and none gets smaller."""
    width, height = size
    file = BytesIO()
    Image.frombytes("RGB", size, os.urandom(width * height * 3)).save(file, "PNG")
    return file.getvalue()
