"""Names and other records are read anew when something has changed that they are read from."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.revision import raise_for_everything
from core.search.reads import Rows, state_of
from core.search.worker import worker
from initiatives.models import Initiative, Organization
from portal.pages.suggestions import READS, suggestions
from tests.factories import InitiativeFactory, OrganizationFactory

TABLE = re.compile(r'(?:FROM|JOIN) "(\w+)"')
COLUMN = re.compile(r'"initiatives_initiative"\."(\w+)"')


def others():
    return [(model.__name__, *known) for model, known in worker._others.kinds.items()]


@pytest.mark.parametrize(
    ("name", "read", "reads"),
    [("names", suggestions, READS), *others()],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_nothing_is_read_that_is_not_named(catalogue, name, read, reads):
    with CaptureQueriesContext(connection) as asked:
        assert list(read())
    sql = " ".join(query["sql"] for query in asked)
    assert set(TABLE.findall(sql)) <= {one.model._meta.db_table for one in reads}
    columns = {one for rows in reads if rows.model is Initiative for one in rows.columns}
    assert set(COLUMN.findall(sql)) <= columns


@pytest.mark.django_db
class TestState:
    def test_it_is_the_same_until_a_row_changes_comes_or_goes(self):
        some = OrganizationFactory(name="Union")
        states = [state_of([[Rows(Organization)]]) for _ in range(2)]
        Organization.objects.filter(pk=some.pk).update(name="Trade union")
        states.append(state_of([[Rows(Organization)]]))
        Organization.objects.filter(pk=some.pk).update(name="Union")
        states.append(state_of([[Rows(Organization)]]))
        OrganizationFactory()
        states.append(state_of([[Rows(Organization)]]))
        assert states[0] == states[1]
        assert len(set(states)) == 4

    def test_other_columns_do_not_count_where_some_are_named(self):
        some = InitiativeFactory(title="Seed banks")
        reads = [[Rows(Initiative, ("id", "title"))]]
        before = state_of(reads)
        Initiative.objects.filter(pk=some.pk).update(summary="Another one.")
        assert state_of(reads) == before
        Initiative.objects.filter(pk=some.pk).update(title="Seed bank")
        assert state_of(reads) != before

    def test_the_names_of_a_kind_are_not_read_where_nothing_of_theirs_changed(self, monkeypatch):
        some = InitiativeFactory(title="Seed banks")
        worker.build_now()
        read = []
        for model, (records, reads) in worker._others.kinds.items():
            noted = lambda records=records: read.append(records) or records()  # noqa: E731
            monkeypatch.setitem(worker._others.kinds, model, (noted, reads))
        monkeypatch.setattr(worker, "_suggestions", lambda: read.append("names") or ())
        Initiative.objects.filter(pk=some.pk).update(summary="Another one.")
        worker.build_now()
        assert read == []
        assert worker.snapshot.is_of_one_revision
        OrganizationFactory()
        worker.build_now()
        assert "names" in read
        assert len(read) == len(worker._others.kinds) + 1
        worker.clear()

    def test_another_history_has_all_read_anew(self, monkeypatch):
        """Its rows may have the versions of rows that were lost with the former one."""
        InitiativeFactory()
        worker.build_now()
        read = []
        monkeypatch.setattr(worker, "_suggestions", lambda: read.append("names") or ())
        raise_for_everything()
        worker.build_now()
        assert read == ["names"]
        worker.clear()
