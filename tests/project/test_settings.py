"""Settings come from the environment alone, and the reference names every one of them."""

from __future__ import annotations

import importlib.util
import re
import stat
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tongxing.project.settings import _database
from tongxing.project.upkeep.variables import VARIABLES

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "tongxing" / "project" / "settings.py"
REFERENCE = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"^\| `(TONGXING_\w+)`", REFERENCE, re.MULTILINE))
USED = set(re.findall(r'environ\.get\("(\w+)"', SOURCE.read_text(encoding="utf-8")))

Read = Callable[..., ModuleType]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """The settings as another process would read them, with these variables and no others."""

    def fresh(**given: str) -> ModuleType:
        for name in NAMED | USED:
            monkeypatch.delenv(name, raising=False)
        for name, value in {"HOME": str(tmp_path), **given}.items():
            monkeypatch.setenv(f"TONGXING_{name}", value)
        spec = importlib.util.spec_from_file_location("settings_read_afresh", SOURCE)
        assert spec is not None
        assert spec.loader is not None
        found = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(found)
        return found

    return fresh


def test_the_reference_names_every_variable_and_no_other() -> None:
    assert NAMED == USED
    assert len(NAMED) >= 7


def test_the_doctor_knows_every_variable_and_says_what_it_is_for() -> None:
    assert set(VARIABLES) == USED
    assert all(VARIABLES.values())


def test_the_example_sets_variables_there_are_each_once() -> None:
    example = (ROOT / "deploy" / "tongxing.env").read_text(encoding="utf-8")
    given = re.findall(r"^(\w+)=", example, re.MULTILINE)
    assert set(given) <= USED
    assert len(set(given)) == len(given)
    assert {"TONGXING_HOSTS", "TONGXING_DATABASE", "TONGXING_HOME"} <= set(given)
    assert not {"TONGXING_DEMO", "TONGXING_DEBUG"} & set(given)


def test_no_variable_is_read_anywhere_else() -> None:
    for file in (ROOT / "src" / "tongxing").rglob("*.py"):
        if file != SOURCE:
            # Where Java lies is no setting of ours: every Java program is told so.
            text = file.read_text(encoding="utf-8").replace('environ.get("JAVA_HOME")', "")
            assert "environ.get" not in text, file
            assert "getenv" not in text, file


def test_the_home_folder_holds_the_database_and_static_files(read: Read, tmp_path: Path) -> None:
    home = tmp_path / "home"
    found = read(HOME=str(home))
    assert home == found.HOME
    assert found.DATABASES["default"]["NAME"] == str(home / "tongxing.db")
    assert home / "static" == found.STATIC_ROOT


def test_a_database_is_named_by_its_address(read: Read) -> None:
    assert read(DATABASE="/srv/a.db").DATABASES["default"]["NAME"] == "/srv/a.db"
    other = read(DATABASE="postgresql://u@h/n").DATABASES["default"]
    assert other["ENGINE"].endswith("postgresql")


def test_a_key_given_is_used_and_none_is_kept(read: Read, tmp_path: Path) -> None:
    assert read(SECRET_KEY="given").SECRET_KEY == "given"
    assert not (tmp_path / "secret-key").exists()


def test_a_key_is_made_once_and_kept_for_its_owner_only(read: Read, tmp_path: Path) -> None:
    first = read().SECRET_KEY
    kept = tmp_path / "secret-key"
    assert len(first) == 64
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert read().SECRET_KEY == first == kept.read_text(encoding="ascii")


def test_two_installations_have_two_keys(read: Read, tmp_path: Path) -> None:
    one, two = (read(HOME=str(tmp_path / name)).SECRET_KEY for name in "ab")
    assert one != two


def test_the_site_answers_to_its_own_names_only(read: Read) -> None:
    assert read().ALLOWED_HOSTS == ["localhost", "127.0.0.1"]
    assert read(HOSTS="a.example,b.example").ALLOWED_HOSTS == ["a.example", "b.example"]


@pytest.mark.parametrize("name", ["DEMO", "DEBUG"])
@pytest.mark.parametrize(("value", "on"), [("1", True), ("0", False), ("yes", False), ("", False)])
def test_a_switch_is_on_when_it_says_one(read: Read, name: str, value: str, on: bool) -> None:
    assert getattr(read(**{name: value}), name) is on


@pytest.mark.parametrize(("value", "on"), [("1", True), ("", False)])
def test_behind_tls_everything_is_https(read: Read, value: str, on: bool) -> None:
    found = read(HTTPS=value)
    assert found.SESSION_COOKIE_SECURE is on
    assert found.CSRF_COOKIE_SECURE is on
    assert found.SECURE_SSL_REDIRECT is on
    assert (found.SECURE_HSTS_SECONDS > 0) is on
    assert (found.SECURE_PROXY_SSL_HEADER is not None) is on


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_a_postgresql_address_is_taken_apart(scheme: str) -> None:
    found = _database(f"{scheme}://tongxing:geheim@db.example:5433/book")
    assert {key: found[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "book",
        "USER": "tongxing",
        "PASSWORD": "geheim",
        "HOST": "db.example",
        "PORT": "5433",
    }


def test_signs_in_a_password_are_written_with_percent() -> None:
    found = _database("postgresql://gao%40zhou:p%2Fw%3A1@h/n")
    assert (found["USER"], found["PASSWORD"]) == ("gao@zhou", "p/w:1")


def test_a_socket_s_folder_is_written_with_percent() -> None:
    found = _database("postgresql://%2Fvar%2Frun%2Fpostgresql/book")
    assert (found["HOST"], found["NAME"]) == ("/var/run/postgresql", "book")


def test_what_an_address_leaves_out_is_left_to_the_server() -> None:
    found = _database("postgresql:///book")
    assert (found["NAME"], found["HOST"], found["PORT"], found["USER"]) == ("book", "", "", "")


@pytest.mark.parametrize("address", ["tongxing.db", "/srv/book.db", ":memory:"])
def test_anything_else_is_a_sqlite_file(address: str) -> None:
    found = _database(address)
    assert (found["ENGINE"], found["NAME"]) == ("django.db.backends.sqlite3", address)


def test_sqlite_keeps_what_it_has_written() -> None:
    """Writers queue at the beginning of a transaction, and a commit is on the disk."""
    options = _database("a.db")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]
    assert "synchronous=FULL" in options["init_command"]


def test_connections_to_postgresql_are_kept_and_looked_after() -> None:
    found = _database("postgresql://h/n")
    assert found["CONN_MAX_AGE"] > 0
    assert found["CONN_HEALTH_CHECKS"]


def test_pages_load_nothing_from_elsewhere(read: Read) -> None:
    directives = read().CONTENT_SECURITY_POLICY["DIRECTIVES"]
    allowed = {source for sources in directives.values() for source in sources}
    assert allowed == {"'self'", "'none'", "data:"}
    assert "data:" not in directives["script-src"]
    assert directives["frame-ancestors"] == ["'none'"]


def test_sessions_end_within_a_working_day(read: Read) -> None:
    found = read()
    assert found.SESSION_HOURS <= 12
    assert found.SESSION_COOKIE_HTTPONLY
    assert found.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


def test_the_time_is_china_s_and_pages_are_chinese(read: Read) -> None:
    found = read()
    assert (found.TIME_ZONE, found.USE_TZ) == ("Asia/Shanghai", True)
    assert found.LANGUAGE_CODE == "zh-hans"
