"""The page for a fault says it was logged: so it is, with the time and where it went wrong."""

from __future__ import annotations

import io
import logging
import re

import pytest
from django.test import Client

from tests.pages.desk.conftest import plain_files
from tests.records.cast import Cast
from tongxing.pages.desk.boards import home

__all__ = ["plain_files"]

FAULT = "杯子碎了"


@pytest.fixture
def console(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the configured handler of faults prints; where it printed before may be closed."""
    handler = next(
        one
        for one in logging.getLogger("django.request").handlers
        if type(one) is logging.StreamHandler
    )
    monkeypatch.setattr(handler, "stream", printed := io.StringIO())
    return printed


def break_down(*_: object, **__: object) -> object:
    raise RuntimeError(FAULT)


def test_an_error_in_a_view_is_logged_with_time_and_trace(
    crew: Cast, console: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "home_board", break_down)
    client = Client(raise_request_exception=False)
    client.force_login(crew.account("office"))

    answer = client.get("/")

    assert answer.status_code == 500
    assert "已记入日志" in answer.content.decode()
    said = console.getvalue()
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} ERROR django.request ", said)
    assert "break_down" in said
    assert f"RuntimeError: {FAULT}" in said


def test_what_a_reader_asks_wrongly_is_no_fault(crew: Cast, console: io.StringIO) -> None:
    client = Client()
    client.force_login(crew.account("office"))

    assert client.get("/?as_of=9999-12-31").status_code == 400
    assert client.get("/no-such-page/").status_code == 404
    assert console.getvalue() == ""


def test_the_program_s_own_words_go_the_same_way() -> None:
    logger = logging.getLogger("tongxing")
    assert logger.isEnabledFor(logging.INFO)
    assert logging.StreamHandler in {type(one) for one in logger.handlers}
