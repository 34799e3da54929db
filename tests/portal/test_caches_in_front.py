"""Caches before the portal, set up word for word as docs/caching.md says: what they keep, for how
long, and what they never do.
"""

import re
from types import SimpleNamespace

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from core.models import PreviewLink
from portal.accounts.hashers import Argon2
from tests.databases import copy_of, pointed_at
from tests.desk import Fields
from tests.factories import InitiativeFactory, UserFactory
from tests.fronts import Nginx, Varnish
from tests.proxies import BEHIND_PROXY, FORM, NAME, Curator
from tests.servers import Server, database_url, wait_until

pytestmark = pytest.mark.django_db  # one of them at least, so that there is a database to copy

PASSWORD = "a long secret"
BY_PROXY = {"Host": NAME, "X-Forwarded-Proto": "https"}
GZIP = {"Accept-Encoding": "gzip"}
FRONTS = (Nginx, Varnish)


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker, tmp_path_factory):
    """The portal with a few records, for all tests of this file, and what they ask about.

    It reads no index, and so keeps what it answers from the beginning.
    """
    folder, empty = tmp_path_factory.mktemp("behind"), connection.settings_dict["NAME"]
    with (
        django_db_blocker.unblock(),
        copy_of(empty, f"{empty}_behind") as copy,
        pointed_at(copy),
    ):
        anna = UserFactory(
            username="anna", is_superuser=True, password=Argon2().encode(PASSWORD, "a" * 16)
        )
        shown, *others = InitiativeFactory.create_batch(9)
        draft = InitiativeFactory(title="Not told yet", publication="draft")
        link = PreviewLink.objects.create(kind="initiative", row_id=draft.pk, made_by=anna)
        environment = {"STATIC_ROOT": str(folder), "SECRET_KEY": settings.SECRET_KEY}
        environment |= {"SEARCH_INDEX": "False"}
        (folder / "file.txt").write_text("a static file")
        with Server(database_url(), **BEHIND_PROXY, **environment) as server:
            yield SimpleNamespace(
                server=server,
                database=database_url(),
                others=iter(others),
                page=shown.get_absolute_url(),
                preview=f"/preview/{link.token}/",
                proposal=f"/proposals/initiative/{shown.public_id}/wrong/",
            )


@pytest.fixture(scope="module", params=FRONTS, ids=lambda front: front.__name__.lower())
def front(request, site):
    with request.param(site.server.port) as front:
        yield front


@pytest.fixture
def anna(front):
    anna = Curator(front)
    assert anna.sign_in("anna", PASSWORD).status == 302
    return anna


def wait_until_kept(front, path, **asked):
    """The first answer that is given without asking the portal."""
    found = []

    def is_kept():
        answer, was_kept = front.ask_and_look(path, **asked)
        found.append(answer)
        return was_kept

    wait_until(is_kept)
    return found[-1]


def test_a_page_is_given_to_many_and_is_the_portal_s(front, site):
    kept = wait_until_kept(front, "/about/", **GZIP)
    asked = site.server.ask("/about/", **BY_PROXY, **GZIP)
    assert kept.body == asked.body
    for header in ("ETag", "Cache-Control", "Content-Type", "Content-Encoding", "Vary"):
        assert kept.headers[header] == asked.headers[header], header


def test_whoever_has_it_is_told_so(front):
    etag = wait_until_kept(front, "/about/", **GZIP).headers["ETag"]
    for _ in range(2):  # by the portal, or by the cache
        again = front.ask("/about/", **GZIP, **{"If-None-Match": etag})
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", etag)


def test_head_is_answered_like_get(front):
    for _ in range(2):
        answer = front.ask("/about/", method="HEAD", **GZIP)
        assert (answer.status, answer.body) == (200, b"")
    kept = wait_until_kept(front, "/about/", **GZIP)
    assert answer.headers["ETag"] == kept.headers["ETag"]


def test_each_gets_what_he_understands(front):
    packed = wait_until_kept(front, "/about/", **GZIP)
    plain = wait_until_kept(front, "/about/", **{"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert b"</html>" in plain.body
    assert b"</html>" not in packed.body


def test_each_gets_what_he_accepts(front):
    path = "/api/v1/initiatives/"
    for accepted in ("application/json", "text/html"):
        answer = wait_until_kept(front, path, Accept=accepted)
        assert answer.headers["Content-Type"].partition(";")[0] == accepted


def test_a_part_of_a_file_can_be_asked_for(front):
    for _ in range(2):
        part = front.ask("/static/file.txt", Range="bytes=2-7", **{"Accept-Encoding": "identity"})
        assert (part.status, part.body) == (206, b"static")


def ask_twice(front, path, **asked):
    """Two answers, neither of which came from what is kept."""
    answers = []
    for _ in range(2):
        answer, was_kept = front.ask_and_look(path, **asked)
        assert not was_kept
        assert not {"public", "s-maxage"} & set(
            re.findall(r"[\w-]+", answer.headers["Cache-Control"])
        )
        answers.append(answer)
    return answers


def cookies_of(curator):
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in curator.cookies.items())}


def test_what_somebody_signed_in_is_shown_nobody_else_is(front, site, anna):
    for path in (site.page, "/initiatives/", "/api/v1/initiatives/"):
        wait_until_kept(front, path)  # which is not what she is shown
        ask_twice(front, path, **cookies_of(anna))
        answer = wait_until_kept(front, path)
        assert answer.headers["Cache-Control"].startswith("public")


def test_the_desk_is_kept_from_everybody(front, anna):
    for answer in ask_twice(front, "/admin/", **cookies_of(anna)):
        assert answer.status == 200
        assert b"anna" in answer.body
    for answer in ask_twice(front, "/admin/"):
        assert answer.status == 302


def test_a_preview_is_made_each_time(front, site):
    for answer in ask_twice(front, site.preview):
        assert answer.status == 200
        assert b"Not told yet" in answer.body


@pytest.mark.parametrize("path", ["/admin/login/", "proposal"])
def test_a_form_with_its_cookie_is_for_one_alone(front, site, path):
    one, other = ask_twice(front, getattr(site, path, path))
    assert one.headers["Set-Cookie"] != other.headers["Set-Cookie"]


def test_a_reader_s_proposal_reaches_the_portal(front, site):
    reader = Curator(front)
    form = Fields(reader.ask(site.proposal).body.decode()).data
    answer = reader.ask(site.proposal, "csrfmiddlewaretoken=" + form["csrfmiddlewaretoken"], **FORM)
    assert answer.status == 422  # it is empty; without its cookie it would be 403
    assert not front.ask_and_look(site.proposal)[1]


def test_what_fails_for_a_while_is_not_kept(front):
    for answer in ask_twice(front, "/data/catalogue.zip"):
        assert (answer.status, answer.headers["Retry-After"]) == (503, "60")


def test_what_is_withdrawn_goes_and_what_was_not_there_comes(front, site):
    initiative = next(site.others)
    path = initiative.get_absolute_url()

    def change(publication, title):
        """Committed at once, unlike what a test writes."""
        with psycopg.connect(site.database, autocommit=True) as database:
            database.execute(
                "UPDATE initiatives_initiative SET publication = %s, title = %s WHERE id = %s",
                [publication, title, initiative.pk],
            )

    wait_until_kept(front, path)
    change("draft", initiative.title)
    wait_until(lambda: front.ask(path).status in (404, 410))
    wait_until_kept(front, path)
    change("published", "Corrected in the meantime")
    wait_until(lambda: front.ask(path).status == 200)
    assert b"Corrected in the meantime" in front.ask(path).body


def test_varnish_does_not_send_those_round_who_came_by_https(front, site):
    if isinstance(front, Nginx):
        pytest.skip("nginx sends them to HTTPS by itself")
    for _ in range(2):
        assert front.ask("/about/", **{"X-Forwarded-Proto": "http"}).status == 301
        assert front.ask("/about/").status == 200


def test_varnish_keeps_one_page_whatever_port_somebody_thinks_of(front):
    if isinstance(front, Nginx):
        pytest.skip("nginx passes the name alone")
    wait_until_kept(front, "/about/")
    answer = wait_until_kept(front, "/about/", Host=f"{NAME}:8444")
    assert b":8444" not in answer.body
