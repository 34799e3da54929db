"""Texts in other languages are marked, and every box takes letters from either side."""

import re

import pytest
from django.conf import settings

from core.web.languages import language_attributes
from tests.factories import FigureFactory, InitiativeFactory, ResourceFactory, SourceFactory


@pytest.mark.parametrize(
    ("code", "attributes"),
    [
        ("", ""),
        ("en", ""),
        ("es", ' lang="es"'),
        ("ar", ' lang="ar" dir="rtl"'),
        ("ht", ' lang="ht"'),
    ],
)
def test_a_text_in_another_language_says_which_and_how_it_runs(code, attributes):
    assert language_attributes(code) == attributes


def test_titles_of_a_record_say_their_languages(client, db):
    initiative = InitiativeFactory(local_title="Red de empresas", local_title_language="es")
    FigureFactory(
        initiative=initiative, source=SourceFactory(title="عمل لائق", title_language="ar")
    )
    guide = ResourceFactory(title="Boas práticas", title_language="pt")
    initiative.resources.add(guide)
    page = client.get(initiative.get_absolute_url()).content.decode()
    assert '<p class="subtitle" lang="es">Red de empresas</p>' in page
    assert ' lang="ar" dir="rtl">عمل لائق</a>' in page
    assert f'<a href="{guide.get_absolute_url()}" lang="pt">Boas práticas</a>' in page
    assert (
        '<h1 lang="pt">Boas práticas</h1>' in client.get(guide.get_absolute_url()).content.decode()
    )


def test_every_box_for_words_takes_letters_from_either_side():
    templates = settings.BASE_DIR / "templates"
    boxes = [
        box
        for page in templates.rglob("*.html")
        for box in re.findall('<input[^>]*type="search"[^>]*>', page.read_text(encoding="utf-8"))
    ]
    assert len(boxes) > 5
    assert [box for box in boxes if 'dir="auto"' not in box] == []
