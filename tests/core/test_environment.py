"""Settings from the environment: what is accepted, and how a mistake names itself."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from core import environment
from core.checks import hosts_to_be_verified, ways_to_databases_are_safe
from core.environment import StartError

BASE_DIR = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DATABASE_URL": "postgres://portal:secret@db.example.org/portal?sslmode=verify-full",
    "SECRET_KEY": "a-key-of-production-that-is-long-enough-and-mixes-z9y8x7w6v5u4t3s2",
    "ALLOWED_HOSTS": "solutions.example.org",
    "TRUSTED_PROXIES": "127.0.0.1",
}


@pytest.fixture(autouse=True)
def restored_environment(monkeypatch):
    """Whatever a test puts into the environment is gone after it."""
    monkeypatch.setattr(os, "environ", dict(os.environ))


def test_a_variable_without_a_default_has_to_be_there():
    with pytest.raises(StartError, match=r"^Set NOWHERE\. \.env\.example says"):
        environment.env("NOWHERE")


def test_an_empty_variable_counts_as_missing():
    os.environ["NOWHERE"] = " "
    assert environment.env("NOWHERE", "default") == "default"


@pytest.mark.parametrize(
    ("value", "truth"),
    [("true", True), ("YES", True), ("1", True), ("False ", False), ("no", False), ("0", False)],
)
def test_a_truth_is_said_in_any_of_its_words(value, truth):
    os.environ["HTTPS"] = value
    assert environment.env_bool("HTTPS", not truth) is truth


@pytest.mark.parametrize("value", ["on", "maybe", "2"])
def test_what_is_neither_true_nor_false_stops_the_start(value):
    os.environ["HTTPS"] = value
    with pytest.raises(StartError, match=f"HTTPS is '{value}'; write True or False"):
        environment.env_bool("HTTPS", True)


@pytest.mark.parametrize("value", ["0", "65536", "-1", "http", "8000.0", "٣"])
def test_a_number_stays_within_its_bounds(value):
    os.environ["PORT"] = value
    with pytest.raises(StartError, match="write a number from 1 to 65535"):
        environment.env_int("PORT", 8000, 1, 65535)


def test_a_choice_is_one_of_its_words_in_whatever_case():
    os.environ["LOG_LEVEL"] = "warning"
    assert environment.env_choice("LOG_LEVEL", "INFO", ("INFO", "WARNING")) == "WARNING"
    os.environ["LOG_LEVEL"] = "loud"
    with pytest.raises(StartError, match="LOG_LEVEL is 'LOUD'; write one of INFO, WARNING"):
        environment.env_choice("LOG_LEVEL", "INFO", ("INFO", "WARNING"))


@pytest.mark.parametrize("value", ["solutions.example.org", "example.org,26", "a b,2026", ",2026"])
def test_a_text_of_a_certain_shape_has_it(value):
    def authority():
        return environment.env_matching("TAG_AUTHORITY", None, r"[a-z.]+,\d{4}", "example.org,2026")

    os.environ["TAG_AUTHORITY"] = value
    with pytest.raises(StartError, match=r"it has to look like example\.org,2026"):
        authority()
    os.environ["TAG_AUTHORITY"] = "solutions.example.org,2026"
    assert authority() == "solutions.example.org,2026"


def test_a_list_drops_blanks():
    os.environ["ALLOWED_HOSTS"] = "a.example.org, ,b.example.org,"
    assert environment.env_list("ALLOWED_HOSTS") == ["a.example.org", "b.example.org"]


def test_a_file_fills_in_what_the_environment_leaves_open(tmp_path):
    (tmp_path / ".env").write_text(
        "# a comment\n\nexport PORT=9000\nSITE_NAME = 'What works = known'\nHOST=0.0.0.0\n"
    )
    os.environ.pop("PORT", None)
    os.environ["HOST"] = "127.0.0.1"
    environment.read_env_file(tmp_path / ".env")
    assert os.environ["PORT"] == "9000"
    assert os.environ["SITE_NAME"] == "What works = known"
    assert os.environ["HOST"] == "127.0.0.1"


def test_a_line_that_is_none_is_named(tmp_path):
    (tmp_path / ".env").write_text("PORT=9000\nPORT 9000\n")
    with pytest.raises(StartError, match="line 2: 'PORT 9000' is no NAME=value"):
        environment.read_env_file(tmp_path / ".env")


def test_a_kept_secret_stays_the_same_and_is_private(tmp_path):
    path = tmp_path / "var" / "secret_key"
    secret = environment.kept_secret(path)
    assert environment.kept_secret(path) == secret
    assert len(secret) >= 50
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("url", ["mysql://db/portal", "postgres://db", "db.example.org", "://"])
def test_a_database_is_a_postgresql_with_a_name(url, tmp_path):
    with pytest.raises(StartError, match="DATABASE_URL") as error:
        environment.database_from(url, tmp_path, max_age=60)
    assert url not in str(error.value)  # it may hold a password


def test_a_shared_cache_is_a_redis():
    assert environment.cache_from("rediss://:secret@cache/0")["LOCATION"].endswith("@cache/0")
    assert environment.cache_from("")["BACKEND"].endswith("LocMemCache")
    with pytest.raises(StartError, match="CACHE_URL") as error:
        environment.cache_from("memcached://:secret@cache")
    assert "secret" not in str(error.value)


def test_the_example_names_every_variable_and_no_other():
    source = (BASE_DIR / "portal" / "settings.py").read_text()
    read = set(re.findall(r'\benv(?:_\w+)?\(\s*"([A-Z_]+)"', source))
    example = (BASE_DIR / ".env.example").read_text()
    assert read == set(re.findall(r"^#([A-Z_]+)=", example, flags=re.MULTILINE))


def test_only_the_settings_read_the_environment():
    readers = {
        path.relative_to(BASE_DIR).as_posix()
        for app in ("core", "initiatives", "forum", "portal")
        for path in (BASE_DIR / app).rglob("*.py")
        if re.search(r"os\.(environ|getenv)|\benv(_\w+)?\(\"", path.read_text())
    }
    assert readers == {
        "core/environment.py",
        "portal/settings.py",
        "core/embedded/system.py",  # hands the environment on to PostgreSQL
        "portal/management/commands/serve.py",  # tells the C library of the workers about memory
        "portal/wsgi.py",  # names the settings
    }


def manage(*arguments, **variables):
    """What `manage.py` answers under these variables alone: exit code and both outputs."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=BASE_DIR,
        env=kept | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_deployment_check_is_silent_in_production():
    answer = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert answer.stderr == ""
    assert re.fullmatch(r"System check identified no issues \(\d silenced\)\.\n", answer.stdout)
    assert answer.returncode == 0


@pytest.mark.parametrize(
    ("url", "direct", "hosts"),
    [
        ("postgres://portal@127.0.0.1,[::1],localhost/portal", "", []),
        ("postgres://portal@%2Frun%2Fpostgresql/portal", "", []),
        ("postgres://portal@a,b/portal?sslmode=verify-full", "", []),
        ("postgres://portal@127.0.0.1,b,a/portal?sslmode=require", "", ["a", "b"]),
        ("postgres://portal@127.0.0.1/portal", "postgres://portal@10.0.0.9/portal", ["10.0.0.9"]),
        ("postgres://portal@pooler/portal", "postgres://portal@127.0.0.1/portal", ["pooler"]),
    ],
)
def test_a_database_elsewhere_has_to_prove_who_it_is(url, direct, hosts):
    database = environment.database_from(url, "", max_age=1, direct=direct)
    assert hosts_to_be_verified({"default": database}) == hosts
    replica = environment.replica_from("postgres://portal@127.0.0.1/portal", max_age=1)
    assert hosts_to_be_verified({"default": database, "replica-1": replica}) == hosts


def test_that_between_containers_nobody_else_reads_can_be_said(settings):
    settings.DATABASE_IS_NEAR = True
    assert ways_to_databases_are_safe(None) == []


def of_production(*names, **variables):
    """Settings as production has them."""
    asked = f"from django.conf import settings as s; print([getattr(s, n) for n in {names}])"
    variables = PRODUCTION | variables
    return manage("shell", "--verbosity", "0", "--command", asked, **variables).stdout.strip()


def test_cookies_of_production_are_for_our_server_over_https_alone():
    names = ("SECURE", "HTTPONLY", "SAMESITE", "NAME", "PATH", "DOMAIN")
    names = [f"SESSION_COOKIE_{name}" for name in names]
    kept = of_production(*names)
    assert kept == "[True, True, 'Lax', '__Host-sessionid', '/', None]"
    assert of_production("SESSION_COOKIE_NAME", HTTPS="False") == "['sessionid']"


def test_who_signs_in_to_production_does_so_with_a_second_factor_and_not_for_ever():
    names = ("SECOND_FACTOR_REQUIRED", "SESSION_COOKIE_AGE", "SESSION_LONGEST")
    assert of_production(*names) == f"['EDITORS', {30 * 60}, {12 * 3600}]"
    assert of_production(names[0], SECOND_FACTOR_REQUIRED="nobody") == "['NOBODY']"


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_does_not_start_without(missing):
    answer = manage("check", **PRODUCTION | {missing: ""})
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"Cannot start: Set {missing}.")
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"SECRET_KEY": "abc"}, "SECRET_KEY can be guessed"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY can be guessed"),
        ({"SECRET_KEY_FALLBACKS": "abc"}, "SECRET_KEY_FALLBACKS can be guessed"),
        ({"DEBUG": "True"}, "DEBUG=True shows our insides to strangers."),
    ],
)
def test_production_does_not_start_unsafely(variables, sentence):
    answer = manage("check", **PRODUCTION | variables)
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"Cannot start: {sentence}")
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    ("variables", "warning"),
    [
        ({"ALLOWED_HOSTS": "*"}, "portal.W001"),
        ({"TRUSTED_PROXIES": ""}, "portal.W002"),
        ({"DATABASE_URL": "postgres://portal@db.example.org/portal"}, "portal.W003"),
    ],
)
def test_what_is_a_warning_in_production(variables, warning):
    answer = manage("check", "--deploy", **PRODUCTION | variables)
    assert re.findall(r"portal\.W\d+", answer.stderr) == [warning]


def test_the_database_may_have_several_servers():
    url = "postgres://a:b%40c@one:5433,two,[::1]:5434/portal?target_session_attrs=read-write"
    database = environment.read_database_url("DATABASE_URL", url)
    assert (database["HOST"], database["PORT"]) == ("one,two,::1", "5433,5432,5434")
    assert (database["USER"], database["PASSWORD"]) == ("a", "b@c")
    assert database["OPTIONS"] == {"target_session_attrs": "read-write"}
    with pytest.raises(StartError, match="host:5432,host:5432"):
        environment.read_database_url("DATABASE_URL", "postgres://a:b@one:x,two/portal")


def test_nobody_writes_to_a_replica():
    replica = environment.replica_from(
        "postgres://a:b@one/portal?options=-c%20jit%3Doff", max_age=1
    )
    assert replica["OPTIONS"]["options"] == "-c jit=off -c default_transaction_read_only=on"
