"""What is kept of public answers, how long, and for whom."""

import json

import pytest
from django.conf import settings as portal_settings
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory

from core import http_cache
from initiatives.models import Initiative
from tests.caching import ENCODINGS, get, html
from tests.factories import InitiativeFactory

PAGE = "/about/"


@pytest.fixture(autouse=True)
def begun():
    """Each answer begins as a server has it begin, whatever an earlier test has said."""
    http_cache.begin()


@pytest.fixture
def reader(caching, db):
    """A reader of a portal that keeps its answers."""
    return Client()


class TestWhatIsKept:
    def test_the_second_request_asks_only_for_the_revision(self, reader, django_assert_num_queries):
        first = reader.get(PAGE)
        with django_assert_num_queries(1):
            second = reader.get(PAGE)
        assert second.content == first.content
        assert second.headers == first.headers
        assert second.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert second.headers["X-Content-Type-Options"] == "nosniff"
        assert second.headers["Cache-Control"] == ("public, max-age=0, s-maxage=1, must-revalidate")
        assert second.headers["Vary"] == "Accept-Encoding"

    def test_an_edit_shows_at_once_and_changes_the_etag(self, reader):
        initiative = InitiativeFactory(title="First title")
        path = initiative.get_absolute_url()
        first = reader.get(path)
        assert b"First title" in reader.get(path).content
        Initiative.objects.filter(pk=initiative.pk).update(title="Second title")
        second = reader.get(path)
        assert b"First title" not in second.content
        assert b"Second title" in second.content
        assert second.headers["ETag"] != first.headers["ETag"]

    def test_what_is_withdrawn_is_gone(self, reader):
        initiative = InitiativeFactory(title="No longer to be told")
        path = initiative.get_absolute_url()
        etag = reader.get(path).headers["ETag"]
        initiative.publication = "draft"
        initiative.save()
        gone = reader.get(path, headers={"If-None-Match": etag})
        assert gone.status_code == 410
        assert b"No longer to be told" not in gone.content
        assert "ETag" not in gone.headers

    def test_a_former_address_is_kept_without_an_etag(self, reader, django_assert_num_queries):
        initiative = InitiativeFactory(slug="former")
        Initiative.objects.filter(pk=initiative.pk).update(slug="present")
        first = reader.get("/initiatives/former/")
        with django_assert_num_queries(1):
            second = reader.get("/initiatives/former/")
        assert second.status_code == 301
        assert second.headers == first.headers
        assert second.headers["Location"] == "/initiatives/present/"
        assert "ETag" not in second.headers

    @pytest.mark.parametrize(
        "response",
        [
            HttpResponse("missing", status=404),
            HttpResponse("refused", status=400),
            HttpResponse("broken", status=500),
            HttpResponse("elsewhere", status=302),
            HttpResponse("private", headers={"Cache-Control": "private"}),
            HttpResponse("by language", headers={"Vary": "Accept-Language"}),
            HttpResponse("by cookie", headers={"Vary": "Accept-Encoding, Cookie"}),
            HttpResponse("tagged", headers={"ETag": '"own"'}),
        ],
        ids=lambda response: response.content.decode(),
    )
    def test_other_answers_are_not_kept(self, middleware, response):
        own_etag = response.get("ETag")
        cached, view = middleware(lambda request: response)
        for _ in range(2):
            assert cached(get()).get("ETag") == own_etag
        assert view.calls == 2

    def test_an_error_is_kept_nowhere(self, middleware):
        cached, _ = middleware(lambda request: HttpResponse(status=503))
        assert cached(get()).headers["Cache-Control"] == "no-store"

    def test_who_is_given_a_cookie_gets_an_answer_of_their_own(self, middleware):
        def with_cookie(request):
            response = HttpResponse("hello")
            response.set_cookie("colour", "blue")
            return response

        cached, view = middleware(with_cookie)
        for _ in range(2):
            response = cached(get())
            assert response.headers["Cache-Control"] == "private, no-store"
            assert response.cookies["colour"].value == "blue"
        assert view.calls == 2

    def test_what_may_be_older_than_the_revision_is_not_kept(self, middleware):
        def behind(request):
            http_cache.provisional()
            return HttpResponse("old")

        cached, view = middleware(behind)
        for _ in range(2):
            assert "ETag" not in cached(get()).headers
        assert view.calls == 2

    def test_what_changes_while_a_page_is_made_is_made_again(self, middleware):
        def edited_meanwhile(request):
            if edited_meanwhile.is_first:
                InitiativeFactory()
                edited_meanwhile.is_first = False
            return HttpResponse("page")

        edited_meanwhile.is_first = True
        cached, view = middleware(edited_meanwhile)
        for _ in range(3):
            cached(get())
        assert view.calls == 2

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
    def test_other_methods_pass(self, middleware, method):
        cached, view = middleware(html)
        for _ in range(2):
            response = cached(getattr(RequestFactory(), method)("/"))
            assert "ETag" not in response.headers
        assert view.calls == 2

    @pytest.mark.parametrize("path", ["/admin/login/", "/healthz", "/readyz", "/static/portal.css"])
    def test_some_addresses_are_left_alone(self, reader, path):
        assert "ETag" not in reader.get(path).headers


class TestWhoIsSignedIn:
    def test_nothing_is_kept(self, reader):
        reader.get(PAGE)
        reader.force_login(User.objects.create_user("ana"))
        for _ in range(2):
            response = reader.get(PAGE)
            assert response.headers["Cache-Control"] == "private, no-store"
            assert "ETag" not in response.headers
            assert response.context is not None  # rendered each time

    def test_cookies_of_others_do_not_matter(self, reader):
        etag = reader.get(PAGE).headers["ETag"]
        reader.cookies["_ga"] = "GA1.2.3"
        assert reader.get(PAGE).headers["ETag"] == etag


class TestIfNoneMatch:
    @pytest.mark.parametrize(
        "asked", ["{}", "W/{}", '"other", {}', '"other" , W/{} ,"third"', "*", " {} "]
    )
    def test_who_has_the_answer_gets_304_without_it_being_made(self, middleware, asked):
        cached, view = middleware(html)
        etag = cached(get()).headers["ETag"]
        response = cached(get(headers={"If-None-Match": asked.format(etag)}))
        assert response.status_code == 304
        assert response.content == b""
        assert response.headers["ETag"] == etag
        assert response.headers["Vary"] == "Accept-Encoding"
        assert response.headers["Cache-Control"].startswith("public, ")
        assert "Content-Length" not in response.headers
        assert view.calls == 1

    @pytest.mark.parametrize("asked", ['"other"', "W/", "", "nonsense", '"', ",,,"])
    def test_who_has_another_answer_gets_this_one(self, middleware, asked):
        cached, _ = middleware(html)
        response = cached(get(headers={"If-None-Match": asked}))
        assert response.status_code == 200
        assert b"http://testserver/" in response.content

    def test_another_process_comes_to_the_same_etag(self, middleware):
        etag = middleware(html)[0](get()).headers["ETag"]
        cached, view = middleware(html)
        for _ in range(2):
            assert cached(get(headers={"If-None-Match": etag})).status_code == 304
        assert view.calls == 1

    def test_what_is_not_kept_is_compared_too(self, middleware):
        cached, _ = middleware(html)
        address = "/?q=" + "x" * 10_000
        etag = cached(get(address)).headers["ETag"]
        assert cached(get(address, headers={"If-None-Match": etag})).status_code == 304
        assert cached(get(address, headers={"If-None-Match": "*"})).status_code == 304

    def test_a_star_does_not_hide_what_is_missing(self, middleware):
        cached, _ = middleware(lambda request: HttpResponse(status=404))
        assert cached(get(headers={"If-None-Match": "*"})).status_code == 404

    def test_each_encoding_has_its_etag(self, middleware):
        cached, _ = middleware(html)
        etags = {
            encoding: cached(get(headers={"Accept-Encoding": encoding})).headers["ETag"]
            for encoding in ENCODINGS
        }
        assert len(set(etags.values())) == len(ENCODINGS)
        for encoding, etag in etags.items():
            headers = {"Accept-Encoding": encoding, "If-None-Match": etag}
            assert cached(get(headers=headers)).status_code == 304
        headers = {"Accept-Encoding": "gzip", "If-None-Match": etags["br"]}
        assert cached(get(headers=headers)).status_code == 200


class TestAfterAnEdit:
    """The ETag is a digest of the answer, so it changes where the answer does, and only there."""

    @pytest.mark.parametrize("encoding", ENCODINGS)
    @pytest.mark.parametrize("method", ["GET", "HEAD"])
    def test_who_has_the_same_answer_gets_304_after_it_was_made_once(
        self, middleware, method, encoding
    ):
        cached, view = middleware(html)
        headers = {"Accept-Encoding": encoding}
        first = cached(get(headers=headers))
        InitiativeFactory()
        headers["If-None-Match"] = first.headers["ETag"]
        for _ in range(2):
            response = cached(get(headers=headers, REQUEST_METHOD=method))
            assert response.status_code == 304
            assert response.headers["ETag"] == first.headers["ETag"]
        assert view.calls == 2
        again = cached(get(headers={"Accept-Encoding": encoding}))
        assert (again.content, again.headers) == (first.content, first.headers)
        assert view.calls == 2

    def test_another_answer_is_sent(self, middleware):
        cached, _ = middleware(lambda request: HttpResponse(str(Initiative.objects.count())))
        etag = cached(get()).headers["ETag"]
        InitiativeFactory()
        response = cached(get(headers={"If-None-Match": etag}))
        assert (response.status_code, response.content) == (200, b"1")
        assert response.headers["ETag"] != etag
        Initiative.objects.all().delete()
        assert cached(get()).headers["ETag"] == etag

    def test_the_same_words_under_other_headers_are_another_answer(self, middleware):
        """With a 304 a browser goes on with the policy that it has."""
        policies = iter(["script-src *", "script-src 'none'"])
        cached, _ = middleware(
            lambda request: HttpResponse(
                "page", headers={"Content-Security-Policy": next(policies)}
            )
        )
        etag = cached(get()).headers["ETag"]
        InitiativeFactory()
        response = cached(get(headers={"If-None-Match": etag}))
        assert response.status_code == 200
        assert response.headers["Content-Security-Policy"] == "script-src 'none'"

    def test_what_may_be_older_than_the_revision_is_sent_in_full(self, middleware):
        def behind(request):
            if Initiative.objects.exists():
                http_cache.provisional()
            return HttpResponse("page")

        cached, _ = middleware(behind)
        etag = cached(get()).headers["ETag"]
        InitiativeFactory()
        response = cached(get(headers={"If-None-Match": etag}))
        assert (response.status_code, response.content) == (200, b"page")
        assert "ETag" not in response.headers

    def test_what_is_gone_is_gone_for_those_who_have_it(self, middleware):
        cached, _ = middleware(
            lambda request: HttpResponse("page", status=410 if Initiative.objects.exists() else 200)
        )
        etag = cached(get()).headers["ETag"]
        InitiativeFactory()
        assert cached(get(headers={"If-None-Match": etag})).status_code == 410


class TestAddresses:
    @pytest.mark.parametrize(
        "another",
        [
            get("/other"),
            get("/?page=2"),
            get("/", SERVER_NAME="elsewhere.org"),
            get("/", headers={"Host": "elsewhere.org"}),
            get("/", secure=True),
        ],
        ids=["path", "query", "server", "host", "scheme"],
    )
    def test_two_addresses_share_nothing(self, middleware, another):
        cached, view = middleware(html)
        first, second = cached(get("/")), cached(another)
        assert view.calls == 2
        assert first.headers["ETag"] != second.headers["ETag"]
        assert first.content != second.content

    def test_parameters_that_only_follow_people_do_not_matter(self, middleware):
        cached, view = middleware(html)
        plain = cached(get("/?q=union&page=2"))
        for query in (
            "q=union&page=2&utm_source=mail&utm_medium=x",
            "utm_campaign=a&q=union&page=2",
            "q=union&fbclid=IwAR0&page=2&gclid=",
        ):
            assert cached(get(f"/?{query}")).content == plain.content
        assert view.calls == 1
        assert b"not_utm_x=1" in cached(get("/?not_utm_x=1")).content

    def test_strokes_between_no_parameters_do_not_matter(self, middleware):
        cached, view = middleware(html)
        plain = cached(get("/?q=union&page=2"))
        for query in ("&q=union&page=2", "q=union&&&page=2", "&&q=union&page=2&&"):
            assert cached(get(f"/?{query}")).content == plain.content
        assert cached(get("/")).content == cached(get("/?&&")).content
        assert view.calls == 2

    def test_a_very_long_address_is_answered_and_not_kept(self, middleware):
        cached, view = middleware(html)
        for _ in range(2):
            assert cached(get("/?q=" + "x" * 10_000)).status_code == 200
        assert view.calls == 2

    def test_any_bytes_make_an_address(self, middleware):
        cached, _ = middleware(html)
        for path in ("/%FF%FE/", "/a%0Ab/?q=%00", "/%ED%A0%80?x=%FF"):
            assert cached(get(path)).status_code == 200

    def test_json_and_html_of_the_api_share_nothing(self, reader):
        InitiativeFactory(slug="seeds")
        path = "/api/v1/initiatives/seeds/"
        answers = [
            reader.get(path, headers={"Accept": accepted})
            for accepted in ("application/json", "text/html", "application/json", "text/html")
        ]
        assert [answer.headers["Content-Type"] for answer in answers] == [
            "application/json",
            "text/html; charset=utf-8",
        ] * 2
        assert answers[0].headers["Vary"] == "Accept, Accept-Encoding, origin"
        assert answers[0].headers["ETag"] == answers[2].headers["ETag"]
        assert answers[0].headers["ETag"] != answers[1].headers["ETag"]

    def test_pages_elsewhere_may_read_a_kept_answer_of_the_api(self, reader):
        InitiativeFactory(slug="seeds")
        path = "/api/v1/initiatives/seeds/"
        assert "Access-Control-Allow-Origin" not in reader.get(path).headers
        for _ in range(2):
            answer = reader.get(path, headers={"Origin": "https://example.org"})
            assert answer.headers["Access-Control-Allow-Origin"] == "*"
            assert answer.context is None  # the same answer is kept for all
        assert "Access-Control-Allow-Origin" not in reader.get(path).headers
        assert json.loads(answer.content)["slug"] == "seeds"


def test_no_page_is_kept_where_the_cache_is_off(client, db):
    assert portal_settings.HTTP_CACHE_BYTES == 0
    assert "ETag" not in client.get(PAGE).headers
    assert connection.in_atomic_block
