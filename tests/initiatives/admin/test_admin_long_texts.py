"""Texts that are longer than anybody reads are refused in words, and stay in the form."""

import pytest

from core.admin.saving import TOO_LONG
from initiatives.models import Initiative
from portal.desk.roles import EDITORS
from tests.desk import Page, url_of
from tests.factories import InitiativeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    client.force_login(UserFactory(groups=[EDITORS]))
    initiative = InitiativeFactory(publication="draft", title="Before")
    return Page(client, url_of(Initiative, "change", initiative.pk))


def words(first, length):
    """A text of different words in Arabic letters, so many signs long."""
    letters = [chr(code) for code in range(0x0628, 0x063B)]
    text, number = [], first
    while 4 * len(text) < length:
        word, rest = "", number
        while rest:
            rest, letter = divmod(rest, len(letters))
            word += letters[letter]
        text.append(word)
        number += 1
    return " ".join(text)[:length]


@pytest.mark.parametrize("length", [100_001, 1_200_000, 2_000_000])
def test_a_text_that_is_too_long_is_refused_beside_its_field_and_stays(page, length):
    text = "x" * length
    response = page.fill(approach=text, title="Just typed").send()
    assert response.status_code == 200
    assert set(page.errors) == {"approach"}
    assert str(length) in page.errors["approach"][0]
    assert text in response.content.decode()


def test_texts_that_are_too_long_together_are_refused_in_words(page):
    texts = {
        name: words(10_000 + 30_000 * place, 100_000) for place, name in enumerate(Initiative.PROSE)
    }
    page.fill(**texts).send()
    assert page.errors == {"__all__": [TOO_LONG]}
    assert texts["lessons"] in page.response.content.decode()
