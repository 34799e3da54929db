"""What the documents say of the code is there."""

import re

import pytest
from django.conf import settings

DOCUMENTS = [settings.BASE_DIR / "README.md", *sorted((settings.BASE_DIR / "docs").glob("*.md"))]
FOLDERS = (
    "core",
    "initiatives",
    "forum",
    "portal",
    "templates",
    "static",
    "tests",
    "docs",
    "benchmarks",
    "faults",
    "deploy",
    "topology",
)
PATH = re.compile(rf"`((?:{'|'.join(FOLDERS)})/[\w./-]*)`")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_and_folder_that_a_document_names_is_there(document):
    named = PATH.findall(document.read_text(encoding="utf-8"))
    assert [path for path in named if not (settings.BASE_DIR / path).exists()] == []
