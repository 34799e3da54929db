"""What answers say of records is what Django REST framework's serializers say of them."""

import pytest

from core.api import viewsets
from tests.portal.api.test_api_queries import QUERIES
from tests.portal.api.world import relate, related_records


@pytest.mark.parametrize("path", [path for path in QUERIES if "?" not in path])
def test_answers_say_what_serializers_say(get, monkeypatch, path):
    relate(related_records("one"), related_records("two"))
    serialized = []

    def by_serializers(serializer_class, records, request):
        serializer = serializer_class(records, many=True, context={"request": request})
        serialized.extend(serializer.data)
        return serializer.data

    quick = get(f"{path}/")
    monkeypatch.setattr(viewsets, "said_of", by_serializers)
    assert get(f"{path}/", format="json") == quick
    assert serialized
