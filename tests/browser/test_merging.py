"""Two organizations become one, by an editor in a browser, and two again."""

from django.core.management import call_command

from core.models import SuspectedPair
from initiatives.models import Organization
from portal.desk.roles import EDITORS
from tests.access import faults_found_by_axe
from tests.desk import url_of
from tests.factories import OrganizationFactory, PartnershipFactory


def test_two_of_a_list_become_one_and_two_again(transactional_db, desk):
    stays = OrganizationFactory(slug="ilo", name="International Labour Office", summary="")
    goes = OrganizationFactory(slug="bit", name="Bureau", summary="It is in Geneva.")
    goes.links.create(kind="x", url="https://x.example.org/bit")
    seeds = PartnershipFactory(organization=goes, initiative__title="Seeds").initiative
    bo = desk(EDITORS, "bo")

    bo.goto("/admin/initiatives/organization/")
    for name in (stays.name, goes.name):
        bo.locator("#result_list tr", has_text=name).locator("input.action-select").check()
    bo.locator("select[name=action]").select_option(label="Merge two")
    bo.locator("button[name=index]").click()

    bo.get_by_role("heading", name="What each of them says").wait_for()
    assert bo.locator("input[name=field-summary][value=goes]").is_checked()
    bo.locator("input[name=field-name][value=goes]").check()
    assert bo.get_by_role("link", name="Seeds").is_visible()
    bo.get_by_role("button", name="Merge them").click()
    bo.get_by_text("Please say in a sentence").wait_for()
    assert bo.locator("input[name=field-name][value=goes]").is_checked()
    bo.get_by_label("They are the same, because").fill("One is the secretariat of the other.")
    bo.get_by_role("button", name="Merge them").click()
    bo.get_by_text("is one record now").first.wait_for()

    stays.refresh_from_db()
    assert (stays.name, stays.summary) == ("Bureau", "It is in Geneva.")
    assert stays.links.count() == 1
    assert seeds.partnerships.get().organization == stays
    bo.goto("/organizations/bit/")
    assert bo.url.endswith("/organizations/ilo/")

    bo.goto("/admin/steps/")
    bo.get_by_role("link", name="Undo").first.click()
    bo.get_by_role("button", name="Yes, undo it").click()
    bo.get_by_text("Undone for").first.wait_for()
    bo.goto("/organizations/bit/?anew")  # the browser has kept the redirect of the other
    assert bo.url.endswith("/organizations/bit/?anew")
    assert seeds.partnerships.get().organization == goes
    assert Organization.objects.get(slug="ilo").name == "International Labour Office"


def test_the_way_from_a_pair_can_be_read_and_fits_a_phone(transactional_db, desk):
    for name in ("Cooperative of weavers", "Cooperative of weaverss"):
        OrganizationFactory(name=f"{name} in the northern districts")
    call_command("find_twins", verbosity=0)
    bo = desk(EDITORS, "bo", width=360)
    bo.goto(url_of(SuspectedPair, "change", SuspectedPair.objects.get().pk))
    contrast = [fault for fault in faults_found_by_axe(bo) if ": color-contrast: " in fault]
    assert contrast == []
    bo.get_by_role("link", name="Merge them").click()
    bo.get_by_role("link", name="No, back to").wait_for()
    assert bo.evaluate("document.documentElement.scrollWidth") == 360
