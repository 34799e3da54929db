"""More is asked than can be answered: what is refused, what is not, and what comes after."""

import asyncio
import json
import threading
from contextlib import asynccontextmanager

import pytest

from core.api.errors import MEDIA_TYPE
from core.web.shedding import SHED
from portal.gateway import Gateway
from portal.line import Full, Line
from tests.gateways import ask, run

FORM = b"title=What+somebody+has+typed"
SIGNED_IN = {"cookie": "csrftoken=x; sessionid=y"}


class Application:
    """Answers nothing but the probe until `go_on`; `asked` is in the order of answering."""

    def __init__(self):
        self.go_on = threading.Event()
        self.asked = []

    def __call__(self, environment, start_response):
        path = environment["PATH_INFO"]
        if path != "/healthz" and SHED not in environment:
            self.go_on.wait(30)
            self.asked.append(path)
        is_refused = SHED in environment and path != "/kept/"
        start_response("503 Refused" if is_refused else "200 OK", [])
        return Answer([path.encode()])


class Answer(list):
    def close(self):
        pass


@asynccontextmanager
async def crowded(**patience):
    """A gateway whose only thread is at work until `application.go_on` is set."""
    application = Application()
    gateway = Gateway(application, threads=1)
    gateway.line = Line(1, **patience)
    first, answering = ask(gateway, "/first/")
    at_work = asyncio.create_task(answering)
    await settled()
    try:
        yield gateway, application
    finally:
        application.go_on.set()
        await at_work
        gateway.__rsgi_del__(None)
    assert first.status == 200


async def settled():
    """Let everybody who has come get as far as the line, or to a thread."""
    for _ in range(10):
        await asyncio.sleep(0)


async def answer_of(gateway, path, **asked):
    protocol, answering = ask(gateway, path, **asked)
    await asyncio.wait_for(answering, 30)
    return protocol


def test_readers_are_told_to_come_back_and_are_answered_when_there_is_time_again():
    async def day():
        async with crowded(patience=0.05, short=0.01) as (gateway, application):
            refused = [answer_of(gateway, f"/page-{number}/") for number in range(20)]
            assert {answer.status for answer in await asyncio.gather(*refused)} == {503}
            assert (await answer_of(gateway, "/healthz")).status == 200
            assert (await answer_of(gateway, "/kept/")).status == 200
            application.go_on.set()
            assert (await answer_of(gateway, "/page-1/")).status == 200
        assert application.asked == ["/first/", "/page-1/"]

    run(day())


def test_a_line_that_is_too_long_takes_nobody_in():
    async def day():
        async with crowded(patience=30, short=30) as (gateway, application):
            gateway.line.readers.most = 2
            waiting = [asyncio.create_task(answer_of(gateway, f"/{n}/")) for n in range(2)]
            await settled()
            assert (await answer_of(gateway, "/page/")).status == 503
            application.go_on.set()
            assert [(await one).status for one in waiting] == [200, 200]

    run(day())


@pytest.mark.parametrize(("long", "second"), [(0, 503), (30, 200)])
def test_a_line_that_has_not_been_empty_for_long_is_told_so_sooner(long, second):
    async def day():
        async with crowded(patience=30, short=0.01) as (gateway, application):
            waiting = asyncio.create_task(answer_of(gateway, "/1/"))
            await settled()
            gateway.line.readers.long = long
            later = asyncio.create_task(answer_of(gateway, "/2/"))
            await asyncio.wait([later], timeout=0.2 if second == 200 else 30)
            application.go_on.set()
            assert [(await one).status for one in (waiting, later)] == [200, second]

    run(day())


@pytest.mark.parametrize(
    "desk",
    [
        {"path": "/admin/initiatives/", "method": "POST", "body": FORM},
        {"path": "/proposals/", "method": "POST", "body": FORM},
        {"path": "/admin/", **SIGNED_IN},
        {"path": "/readyz"},
    ],
    ids=lambda asked: asked["path"],
)
def test_forms_the_desk_and_proxies_wait_longer_and_go_first(desk):
    async def day():
        async with crowded(patience=0.05, short=0.01) as (gateway, application):
            reader = asyncio.create_task(answer_of(gateway, "/page/"))
            await settled()
            working = asyncio.create_task(answer_of(gateway, **desk))
            assert (await reader).status == 503
            gateway.line.readers.patience = 30
            reader = asyncio.create_task(answer_of(gateway, "/later/"))
            await settled()
            application.go_on.set()
            assert (await working).status == (await reader).status == 200
        assert application.asked == ["/first/", desk["path"], "/later/"]

    run(day())


def test_the_desk_leaves_threads_to_readers():
    async def day():
        async with crowded(patience=30, short=30) as (gateway, application):
            gateway.line.size = 2
            working = [answer_of(gateway, f"/desk-{n}/", **SIGNED_IN) for n in range(3)]
            tasks = [asyncio.create_task(one) for one in [*working, answer_of(gateway, "/page/")]]
            await settled()
            assert gateway.line.desk.at_work == 1
            application.go_on.set()
            await asyncio.gather(*tasks)
        assert application.asked.index("/page/") < application.asked.index("/desk-2/")

    run(day())


def test_who_was_called_and_has_just_gone_leaves_the_place_to_the_next():
    async def day():
        line = Line(1, patience=30, short=30)
        line.readers.at_work = 1
        gone, later = (asyncio.create_task(line.run(abs, number)) for number in (-1, -2))
        await settled()
        line._leave(line.readers)
        gone.cancel()
        assert await asyncio.wait_for(later, 30) == 2
        with pytest.raises(asyncio.CancelledError):
            await gone
        assert line.readers.at_work == 0
        line.shutdown()

    run(day())


def test_a_place_goes_to_readers_where_whoever_is_of_the_desk_has_just_gone():
    async def day():
        line = Line(1, patience=30, short=30)
        line.readers.at_work = 1
        gone = asyncio.create_task(line.run(abs, -1, is_work=True))
        reader = asyncio.create_task(line.run(abs, -2))
        await settled()
        gone.cancel()
        line._leave(line.readers)
        assert await asyncio.wait_for(reader, 30) == 2
        with pytest.raises(asyncio.CancelledError):
            await gone
        line.shutdown()

    run(day())


def test_a_thread_is_taken_until_it_is_done_though_whoever_asked_has_gone():
    async def day():
        line, go_on = Line(1, patience=0.01, short=0.01), threading.Event()
        gone = asyncio.create_task(line.run(go_on.wait, 30))
        await settled()
        gone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await gone
        with pytest.raises(Full):
            await line.run(abs, -1)
        line.readers.patience = 30
        go_on.set()
        assert await line.run(abs, -1) == 1
        assert line.readers.at_work == 0
        line.shutdown()

    run(day())


def test_who_sent_a_form_hears_that_nothing_was_saved():
    async def day():
        async with crowded() as (gateway, _):
            gateway.line.desk.most = 0
            answer = await answer_of(gateway, "/admin/themes/", method="POST", body=FORM)
            assert answer.status == 503
            assert b"was not taken" in answer.body
            assert 1 <= int(answer.headers["Retry-After"]) <= 30
            assert answer.headers["X-Request-Id"]

    run(day())


@pytest.mark.django_db
def test_what_is_kept_is_answered_and_all_else_is_refused(caching, client, caplog):
    refused = client.get("/about/", **{SHED: True})
    assert refused.status_code == 503
    assert int(refused["Retry-After"]) >= 1
    assert refused["Cache-Control"] == "no-store"
    assert "Come back in a moment" in refused.text
    assert not caplog.records  # a line for each would be what the log drowns in
    assert client.get("/about/").status_code == 200
    assert client.get("/about/", **{SHED: True}).status_code == 200


@pytest.mark.django_db
def test_programs_are_refused_in_their_words(client):
    refused = client.get("/api/v1/initiatives/?q=never-asked-before", **{SHED: True})
    assert refused["Content-Type"] == MEDIA_TYPE
    told = json.loads(refused.content)
    assert (told["status"], told["type"]) == (503, "/api/errors/unavailable/")
