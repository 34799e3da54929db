"""Briefs for editing open in LibreOffice. Where that is missing the test is skipped, or fails if
REQUIRE_OFFICE is 1."""

import os
import shutil
import subprocess

import pytest

from tests.portal.pages.test_briefs import LONGEST, at, text_of_pdf

WORD_PROCESSORS = ("soffice", "libreoffice")


@pytest.fixture(scope="session")
def office():
    """The path of LibreOffice."""
    path = next(filter(None, map(shutil.which, WORD_PROCESSORS)), None)
    if path is None:
        missing = "no LibreOffice found: install libreoffice-writer-nogui"
        if os.environ.get("REQUIRE_OFFICE") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    return path


def test_they_open_and_tell_the_same(catalogue, client, office, tmp_path):
    told = {}
    for number, (address, words) in enumerate(list(LONGEST.items())[::3]):
        for form in ("docx", "odt"):
            file = tmp_path / f"{form}-{number}.{form}"
            file.write_bytes(client.get(at(address, form)).content)
            told[file.with_suffix(".pdf")] = words
    files = [path.with_suffix("." + path.name.partition("-")[0]) for path in told]
    subprocess.run(
        [
            office,
            "--headless",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            *("--convert-to", "pdf", "--outdir", tmp_path),
            *files,
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    for path, words in told.items():
        pages, text = text_of_pdf(path.read_bytes())
        assert words in text, path
        assert "The whole record" in text, path
        assert len(pages) <= 3, path  # two where its letters are those that Word has
