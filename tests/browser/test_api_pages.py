"""The API in a browser: no errors, nothing from elsewhere, under the policy that all pages have."""

import pytest


@pytest.fixture
def requested(open_page, live_server):
    """Addresses outside of the site that pages asked for."""
    elsewhere = []

    def watch(page):
        page.on(
            "request",
            lambda request: (
                request.url.startswith((live_server.url, "data:")) or elsewhere.append(request.url)
            ),
        )
        return page

    yield watch
    assert elsewhere == []


@pytest.mark.parametrize(
    "path",
    ["/api/", "/api/v1/", "/api/v1/initiatives/", "/api/v1/initiatives/ciudad-mujer/"],
)
def test_pages_of_the_api_open_without_an_error(catalogue, open_page, requested, path):
    page = requested(open_page())
    page.goto(path)
    assert page.locator("h1").count() == 1


def test_a_reader_follows_links_from_record_to_record(catalogue, open_page):
    page = open_page("/api/v1/initiatives/ciudad-mujer/")
    page.get_by_role("link", name="/api/v1/countries/SLV/").first.click()
    assert page.locator("h1").inner_text() == "El Salvador"
    page.get_by_role("link", name="/api/v1/initiatives/?country=SLV").click()
    assert page.locator("h1").inner_text() == "Initiatives"
    assert '"selected": true' in page.locator("pre").inner_text()


def test_a_reader_without_scripts_looks_up_a_parameter_and_asks(catalogue, open_page, requested):
    page = requested(open_page(java_script_enabled=False))
    page.goto("/api/v1/docs/")
    page.get_by_role("navigation", name="On this page").get_by_role("link", name="stages").click()
    chapter = page.get_by_role("region", name="stages", exact=True)
    chapter.get_by_text("Parameters").first.click()
    assert "whole number" in chapter.get_by_role("row", name="page_size").inner_text()
    chapter.get_by_role("link", name="Open it").click()
    assert '"count": 4' in page.locator("pre").inner_text()
