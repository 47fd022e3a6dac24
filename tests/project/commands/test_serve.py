"""`tongxing serve`: what it gets ready, what it refuses."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from tests.project.commands.typed import ran
from tongxing.project.commands import serve


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int, int]]:
    """What would have been served; nothing listens."""
    found: list[tuple[str, int, int]] = []
    monkeypatch.setattr(serve, "serve", lambda *given: found.append(given))
    monkeypatch.setattr(serve, "prepare", lambda console: None)
    return found


@pytest.fixture
def taken() -> Iterator[int]:
    """A port something listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        yield one.getsockname()[1]


def run(*arguments: object) -> int:
    return ran(serve, "serve", *arguments)


def test_a_taken_port_is_said_with_a_way_out(
    served: list[object], taken: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--port", taken) == 1
    assert f"端口 {taken} 已被占用" in capsys.readouterr().out
    assert not served


def test_the_address_is_printed_and_workers_are_as_asked(
    served: list[object], taken: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        free = one.getsockname()[1]
    assert run("--port", free, "--workers", 3) == 0
    assert f"http://127.0.0.1:{free}/" in capsys.readouterr().out
    assert served == [("127.0.0.1", free, 3)]


@pytest.mark.parametrize("wrong", [("--port", 0), ("--port", 70_000), ("--workers", 0)])
def test_what_cannot_be_is_a_misuse(served: list[object], wrong: tuple[object, ...]) -> None:
    assert run(*wrong) == 2
    assert not served


def test_static_files_are_collected_once_and_again_when_they_change(
    db: None, tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.STATIC_ROOT = tmp_path  # type: ignore[attr-defined]
    calls: list[str] = []
    monkeypatch.setattr(serve, "call_command", lambda name, **_: calls.append(name))
    monkeypatch.setattr(serve, "sources", lambda: "one")
    console = Console(quiet=True)
    serve.prepare(console)
    serve.prepare(console)
    assert calls == ["collectstatic"]
    monkeypatch.setattr(serve, "sources", lambda: "two")
    serve.prepare(console)
    assert calls == ["collectstatic", "collectstatic"]


def test_an_older_database_is_brought_up(
    db: None, tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.STATIC_ROOT = tmp_path  # type: ignore[attr-defined]
    calls: list[str] = []
    monkeypatch.setattr(serve, "call_command", lambda name, **_: calls.append(name))
    monkeypatch.setattr(serve, "sources", lambda: "one")
    monkeypatch.setattr(serve.MigrationExecutor, "migration_plan", lambda *_: ["something"])
    serve.prepare(Console(quiet=True))
    assert calls == ["migrate", "collectstatic"]


def test_the_digest_of_static_files_is_the_same_twice() -> None:
    assert serve.sources() == serve.sources()
