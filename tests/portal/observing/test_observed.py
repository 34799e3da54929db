"""What operators see of a running portal: metrics, request ids, requests and slow questions."""

import http.client
import json
import logging
import re
import tempfile
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_network
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from prometheus_client.parser import text_string_to_metric_families

from core.environment import StartError, env_private_address
from portal.observing.questions import Watch
from portal.observing.request_ids import id_of
from portal.observing.server import Metrics
from tests.servers import BASE_DIR, Server, database_url, free_port, wait_until

OPERATIONS = BASE_DIR / "deploy" / "prometheus"


class Observed(Server):
    """A portal that measures, and tells what it does as JSON.

    Its workers count and tell of a request when the answer has gone out: whoever has it may be
    there before them, and waits.
    """

    def __init__(self, url, **environment):
        self.metrics_port = free_port()
        super().__init__(url, METRICS=f"127.0.0.1:{self.metrics_port}", **environment)

    def metrics(self):
        """What Prometheus would read: by the names of the samples, all that have it."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.metrics_port}/metrics") as answer:
            text = answer.read().decode()
        samples = {}
        for family in text_string_to_metric_families(text):
            for sample in family.samples:
                samples.setdefault(sample.name, []).append(sample)
        return samples

    def told(self, **has):
        """The lines of its log, as JSON, that have these values; waits for the first."""

        def found():
            lines = [json.loads(line) for line in self.lines() if line.startswith("{")]
            return [line for line in lines if has.items() <= line.items()]

        wait_until(found)
        return found()


@pytest.fixture(scope="module")
def observed(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock():
        url = database_url()
    environment = {
        "LOG_REQUESTS": "True",
        "LOG_FORMAT": "json",
        "SLOW_QUERY_MS": "1",
        "TRUSTED_PROXIES": "127.0.0.1",
        "WORKERS": "2",
        "log": tmp_path_factory.mktemp("observed") / "log",
    }
    with Observed(url, **environment) as server:
        server.ask("/about/")
        server.ask("/about/")
        server.ask("/api/v1/no-such-thing/")
        server.ask("/readyz")
        yield server


@pytest.mark.django_db
class TestMetrics:
    def test_requests_are_counted_over_all_workers_by_kind_and_status(self, observed):
        def counted(kind, status):
            samples = observed.metrics().get("portal_requests_total", ())
            labels = {"kind": kind, "status": status}
            return sum(
                sample.value for sample in samples if labels.items() <= sample.labels.items()
            )

        wait_until(lambda: counted("page", "200") >= 2)
        wait_until(lambda: counted("api", "404") == 1)
        assert sum(s.value for s in observed.metrics()["portal_request_seconds_count"]) >= 3

    def test_each_process_says_what_it_takes(self, observed):
        memory = observed.metrics()["process_resident_memory_bytes"]
        assert {sample.labels["process"] for sample in memory} == {"main", "worker-1", "worker-2"}
        assert all(sample.value > 10_000_000 for sample in memory)

    def test_nothing_waits_when_nobody_asks(self, observed):
        wait_until(lambda: [s.value for s in observed.metrics()["portal_requests_at_work"]] == [0])

    def test_failed_sign_ins_are_counted_with_all_that_the_access_log_has(self, observed):
        def counted(kind):
            samples = observed.metrics()["portal_access_events_total"]
            return sum(sample.value for sample in samples if sample.labels["kind"] == kind)

        assert counted("exported") == 0
        page = observed.ask("/admin/login/")
        token = page.headers["Set-Cookie"].partition("csrftoken=")[2].partition(";")[0]
        form = {"username": "nobody", "password": "guessed", "csrfmiddlewaretoken": token}
        client = http.client.HTTPConnection("127.0.0.1", observed.port)
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        cookie = {"Cookie": f"csrftoken={token}"}
        client.request("POST", "/admin/login/", urllib.parse.urlencode(form), kind | cookie)
        assert b"The name or the password is wrong." in client.getresponse().read()
        client.close()
        wait_until(lambda: counted("failed") == 1)

    def test_what_a_killed_portal_has_left_goes_at_the_next_start(self, tmp_path, monkeypatch):
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        lives, killed = Metrics(("127.0.0.1", 0)), Metrics(("127.0.0.1", 0))
        killed.lock.close()  # as the system does
        third = Metrics(("127.0.0.1", 0))
        assert set(map(str, tmp_path.iterdir())) == {lives.folder, third.folder}
        for one in (lives, third):
            one.stop()
        assert list(tmp_path.iterdir()) == []

    def test_readers_do_not_find_them(self, observed):
        assert observed.ask("/metrics").status == 404

    @pytest.mark.parametrize("file", ["alerts.yml", "dashboard.json"])
    def test_what_the_examples_ask_for_is_measured(self, observed, file):
        text = (OPERATIONS / file).read_text()
        asked = set(re.findall(r"\b(?:portal|process)_[a-z_]+", text))
        assert len(asked) >= 5
        assert asked <= set(observed.metrics())

    def test_an_address_of_the_internet_is_refused(self, monkeypatch):
        for value, sentence in (
            ("8.8.8.8:9464", "strangers can ask"),
            ("localhost:9464", "write it like"),
            ("127.0.0.1", "write it like"),
            ("127.0.0.1:70000", "write it like"),
        ):
            monkeypatch.setenv("METRICS", value)
            with pytest.raises(StartError, match=sentence):
                env_private_address("METRICS")
        monkeypatch.setenv("METRICS", "[::1]:9464")
        assert env_private_address("METRICS") == ("::1", 9464)


@pytest.mark.django_db
class TestRequestIds:
    def test_that_of_our_proxy_is_in_the_answer_and_in_the_log(self, observed):
        answer = observed.ask("/countries/", **{"X-Request-Id": "proxy-said-this"})
        assert answer.headers["X-Request-Id"] == "proxy-said-this"
        [line] = observed.told(request_id="proxy-said-this", logger="portal.requests")
        assert (line["path"], line["status"], line["method"]) == ("/countries/", 200, "GET")
        assert line["milliseconds"] >= 0

    def test_a_kept_page_has_an_id_of_its_own(self, observed):
        ids = {observed.ask("/about/").headers["X-Request-Id"] for _ in range(2)}
        assert len(ids) == 2

    def test_a_stranger_chooses_none(self, settings):
        settings.TRUSTED_PROXIES = []
        told = {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_REQUEST_ID": "mine-and-yours"}
        assert re.fullmatch(r"[0-9a-f]{16}", id_of(told))

    @pytest.mark.parametrize(
        "given", ["short", "x" * 65, "two words", 'quo"te-quote', "línea-nueva"]
    )
    def test_what_is_no_id_is_replaced(self, settings, given):
        settings.TRUSTED_PROXIES = [ip_network("192.0.2.0/24")]
        told = {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_REQUEST_ID": given}
        assert id_of(told) != given
        assert id_of(told | {"HTTP_X_REQUEST_ID": "0123-good"}) == "0123-good"

    def test_neither_readers_nor_their_questions_are_in_the_log(self, observed):
        observed.ask("/initiatives/?q=secret-question", **{"User-Agent": "a-browser-of-mine"})
        observed.told(path="/initiatives/")
        lines = Path(observed.log).read_text().splitlines()
        log = "\n".join(line for line in lines if '"portal.access"' not in line)  # of sign-ins
        for trace in ("secret-question", "a-browser-of-mine", "127.0.0.1"):
            assert trace not in log.replace(f"http://127.0.0.1:{observed.port}/", "")


@pytest.mark.django_db
class TestSlowQuestions:
    def test_one_is_told_without_its_values(self, caplog):
        with connection.execute_wrapper(Watch(slow=20)), connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(%s)", [0.03])
            cursor.execute("SELECT 1")
        [record] = [record for record in caplog.records if record.name == "portal.slow"]
        assert record.levelno == logging.WARNING
        assert "SELECT pg_sleep(%s)" in record.getMessage()
        assert record.milliseconds >= 30

    def test_it_has_the_id_of_its_request(self, observed):
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
        table = "initiatives_organization"
        asked = "/organizations/?q=anything", 60
        with psycopg.connect(database_url()) as other, ThreadPoolExecutor(1) as thread:
            other.execute(f"LOCK TABLE {table}")
            asking = thread.submit(observed.ask, *asked, **{"X-Request-Id": "slow-request"})
            wait_until(lambda: other.execute(waiting, [table]).fetchone() != (0,))
            other.execute("SELECT pg_sleep(0.01)")
            other.rollback()
            asking.result()
        assert observed.told(request_id="slow-request", logger="portal.slow")
