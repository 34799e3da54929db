"""The style page shows every component, by the code that draws it elsewhere."""

from initiatives.models import Stage
from tests.pages import visible_text


def test_it_shows_every_stage_and_every_sort_of_route(client, catalogue):
    text = visible_text(client.get("/about/style/"))
    for name in Stage.objects.values_list("name", flat=True):
        assert name in text
    assert "Brazil → taken up by Mozambique, Peru, Paraguay and 2 more" in text
    assert "India South Africa wants it" in text
