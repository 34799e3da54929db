"""What answers say of records is what Django REST framework's serializers say of them."""

from core.api import viewsets
from tests.portal.api.test_api_queries import QUERIES
from tests.portal.api.world import relate, related_records


def by_serializers(serializer_class, records, request, choice=None):
    """The same as said_of, by a serializer for each record."""
    return serializer_class(records, many=True, context={"request": request}).data


def test_answers_say_what_serializers_say(get, monkeypatch):
    relate(related_records("one"), related_records("two"))
    paths = [f"{path}/" for path in QUERIES if "?" not in path]
    quick = [get(path) for path in paths]
    monkeypatch.setattr(viewsets, "said_of", by_serializers)
    for path, answer in zip(paths, quick, strict=True):
        assert get(path, format="json") == answer, path
