"""Names stand where people look for them, in the database and in memory alike."""

import pytest
from django.apps import apps
from django.db import connection

from core.alphabet import Alphabetical, alphabetically
from tests.core.search.test_writing import names_of_the_catalogue

IN_ORDER = [
    "1-2-3 surveys",
    "10 jobs",
    "abba",
    "Ɗan",
    "Élan",
    "Ełk",
    "elm",
    "(Former) fund",
    "g7+ cooperation",
    "Gabon",
    "¿Hay trabajo?",
    "Œuvre",
    "“Ubuntu” fund",
    "«Uzima»",
    "YouthConnekt",
]


def test_neither_case_nor_accents_nor_signs_before_a_name_count():
    assert sorted(set(IN_ORDER), key=alphabetically) == IN_ORDER


@pytest.mark.django_db
def test_the_database_has_the_same_order_as_memory():
    names = sorted({name for name in names_of_the_catalogue() if name} | set(IN_ORDER))
    sql = f"SELECT name, {Alphabetical.template} FROM unnest(%%s::text[]) AS name ORDER BY 2, 1"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql % {"expressions": "name"}, [names])
        places = dict(cursor.fetchall())
    # Versions of PostgreSQL differ in the raised letters of Portuguese numbers.
    latin = [n for n in names if max(n) < "\u0250" and not {*"ªº"}.intersection(n)]
    strangers = [(places[n], alphabetically(n)) for n in latin if places[n] != alphabetically(n)]
    assert strangers == []
    assert sorted(set(IN_ORDER), key=list(places).index) == IN_ORDER


def test_no_list_is_ordered_by_names_as_the_database_compares_texts():
    plain = {"name", "-name", "title", "-title"}
    models = [model for model in apps.get_models() if model.__module__.split(".")[0] != "django"]
    assert [model for model in models if plain.intersection(model._meta.ordering)] == []
