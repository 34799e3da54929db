"""The whole catalogue to take away."""

import io
import tempfile
import zipfile
from pathlib import Path

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from portal.exchange.exporting import export

README = """The published catalogue of Decent Work Solutions, in its exchange format.

Wording: CC BY 4.0, https://creativecommons.org/licenses/by/4.0/
Facts belong to everyone; the sources named in the records keep their own rights.
"""


def entry(name):
    """A member of the archive without a time, so that the same catalogue gives the same bytes."""
    member = zipfile.ZipInfo(f"catalogue/{name}")
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


@require_safe
def catalogue_zip(request):
    """A ZIP of the exchange format: what `import_catalogue` of another portal reads."""
    archive = io.BytesIO()
    with (
        tempfile.TemporaryDirectory() as folder,
        zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file,
    ):
        export(folder)
        file.writestr(entry("README.txt"), README)
        for path in sorted(Path(folder).iterdir()):
            file.writestr(entry(path.name), path.read_bytes())
    response = HttpResponse(archive.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="decent-work-solutions.zip"'
    return response
