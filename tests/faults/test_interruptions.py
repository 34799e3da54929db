"""What `make faults` has imported, to kill whoever does it, is sound and nobody's twin."""

import pytest

from faults.interruptions import organization
from initiatives.models import Organization
from portal.desk.roles import EDITORS
from tests.desk import signed_in
from tests.portal.imports.world import file_of, imported

pytestmark = pytest.mark.usefixtures("catalogue")


def test_what_is_imported_arrives_as_drafts_without_a_question():
    records = [organization("imp", number) for number in range(20)]
    job = imported(signed_in("bo", EDITORS), file_of("organizations.json", records))
    assert (job.state, job.found) == ("done", {"new": 20})
    arrived = Organization.objects.filter(slug__startswith="imp-")
    assert set(arrived.values_list("publication", flat=True)) == {"draft"}
    assert arrived.count() == 20
