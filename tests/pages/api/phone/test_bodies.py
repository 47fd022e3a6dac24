"""Bytes of a request: as long as told, of the right kind, no longer than is taken."""

from __future__ import annotations

import json
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import UnreadablePostError
from django.test import RequestFactory

from tongxing.actions.errors import NotAllowed
from tongxing.actions.keep_file import UnusableFile
from tongxing.actions.keep_photo import Damaged
from tongxing.actions.keep_photo import Erased
from tongxing.actions.keep_photo import NoRoom
from tongxing.pages.api.phone import answering
from tongxing.pages.api.phone import files
from tongxing.pages.api.phone.answering import JSON
from tongxing.pages.api.phone.answering import Halt
from tongxing.pages.api.phone.answering import halted
from tongxing.pages.api.phone.answering import told
from tongxing.pages.api.phone.bodies import OCTETS
from tongxing.pages.api.phone.bodies import body_of
from tongxing.pages.api.phone.bodies import size_told
from tongxing.records.evidence.parts import Arrived

HALTS = [one for one in vars(answering).values() if isinstance(one, Halt)]
PHONE: Any = SimpleNamespace(scope=None, at=None)
KEY = "ab" * 32


def asked(body: bytes = b"", kind: str = JSON, **extra: Any) -> Any:
    request = RequestFactory(CONTENT_TYPE=kind).generic("POST", "/api/phone/records", body, kind)
    request.META.update(extra)
    return request


def code(request: Any, most: int = 10) -> str:
    with pytest.raises(Halt) as halt:
        body_of(request, JSON, most)
    return halt.value.code


@pytest.mark.parametrize("body", [b"", b"{}", b"\0\xff", b"x" * 10])
def test_a_body_as_long_as_told(body: bytes) -> None:
    assert body_of(asked(body), JSON, 10) == body


@pytest.mark.parametrize(
    "kind", ["application/json; charset=utf-8", "Application/JSON", "application/json;"]
)
def test_a_kind_is_told_in_more_ways_than_one(kind: str) -> None:
    assert body_of(asked(b"{}", kind), JSON, 10) == b"{}"


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "multipart/form-data", "application/jsonp", OCTETS]
)
def test_another_kind_is_not_read(kind: str) -> None:
    assert code(asked(b"{}", kind)) == "unreadable"


@pytest.mark.parametrize(
    ("length", "found"),
    [
        ("11", "too-large"),
        ("999999999", "too-large"),
        ("9999999999", "unreadable"),  # no length anybody means
        ("-1", "unreadable"),
        ("1.5", "unreadable"),
        ("０", "unreadable"),  # a digit of another script
        ("9", "unreadable"),  # cut short on the way
    ],
)
def test_lengths_that_do_not_fit(length: str, found: str) -> None:
    assert code(asked(b"{}", CONTENT_LENGTH=length)) == found


def test_what_was_not_announced_is_not_taken() -> None:
    assert code(asked(b"{}", CONTENT_LENGTH="")) == "unreadable"
    assert body_of(asked(CONTENT_LENGTH=""), JSON, 10) == b""


@pytest.mark.parametrize("fault", [UnreadablePostError("gone"), OSError("gone")])
def test_a_line_that_breaks_while_reading(fault: Exception) -> None:
    request = asked(b"{}")

    def broken() -> bytes:
        raise fault

    request.read = broken
    assert code(request) == "unreadable"


@pytest.mark.parametrize(("header", "size"), [("0", 0), ("1", 1), ("1000000", 1_000_000)])
def test_the_size_of_a_photo(header: str, size: int) -> None:
    assert size_told(asked(HTTP_X_SIZE=header)) == size


@pytest.mark.parametrize("header", ["", "-1", "1e3", "x", "１", "1 ", "9" * 10])
def test_a_size_nobody_can_read(header: str) -> None:
    with pytest.raises(Halt) as halt:
        size_told(asked(HTTP_X_SIZE=header))
    assert halt.value.code == "unreadable"


@pytest.mark.parametrize("halt", HALTS, ids=lambda one: one.code)
def test_every_halt_is_said_in_chinese_and_kept_by_nobody(halt: Halt) -> None:
    answer = halted(halt)
    assert answer.status_code == halt.status >= 400
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Type"] == "application/json"
    found = json.loads(answer.content)
    assert (found["code"], found["say"]) == (halt.code, halt.say)
    assert found["now"].endswith("+08:00")
    assert halt.say.endswith("。")
    assert "！" not in halt.say


def test_no_two_halts_share_a_code() -> None:
    codes = [one.code for one in HALTS]
    assert len(codes) == len(set(codes)) > 5


def test_who_is_asked_to_sign_in_again_keeps_what_was_written() -> None:
    for halt in HALTS:
        if halt.status == HTTPStatus.UNAUTHORIZED:
            assert "写下的内容都还在手机里" in halt.say


def test_headers_of_an_answer() -> None:
    answer = told({"a": 1}, ETag='"x"', Cache_Control="private")
    assert (answer["ETag"], answer["Cache-Control"]) == ('"x"', "private")
    assert json.loads(answer.content) == {"a": 1}


@pytest.mark.parametrize(
    "key", ["", "x", "AB" * 32, "ab" * 31, "ab" * 33, KEY + "\n", "..", "ａ" * 64]
)
def test_what_is_no_photo_s_name_asks_nothing(key: str) -> None:
    for attempt in (
        lambda: files.state_of(PHONE, key),
        lambda: files.taken_in(PHONE, key, 1, 0, b"x"),
    ):
        with pytest.raises(Halt) as halt:
            attempt()
        assert (halt.value.code, halt.value.status) == ("not-found", 404)


@pytest.mark.parametrize(
    ("refused", "status"),
    [(Erased("甲"), 409), (NoRoom("乙"), 409), (Damaged("丙"), 400), (UnusableFile("丁"), 422)],
)
def test_each_refusal_of_a_photo_has_its_status(
    refused: Any, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: Any) -> None:
        raise refused

    monkeypatch.setattr(files, "keep_chunk", refuse)
    monkeypatch.setattr(files, "photo_state", refuse)
    for attempt in (
        lambda: files.state_of(PHONE, KEY),
        lambda: files.taken_in(PHONE, KEY, 1, 0, b"x"),
    ):
        with pytest.raises(Halt) as halt:
            attempt()
        found = halt.value
        assert (found.status, found.code, found.say) == (status, refused.code, refused.say())


def test_a_refusal_no_status_was_chosen_for_is_a_fault() -> None:
    with pytest.raises(KeyError):
        files._halt(NotAllowed("不会出现"))


def test_how_much_is_here_is_told_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "photo_state", lambda **_: Arrived(5, (0, 2)))
    assert files.state_of(PHONE, KEY) == {"size": 5, "have": [0, 2], "whole": False}
    monkeypatch.setattr(files, "photo_state", lambda **_: Arrived())
    assert files.state_of(PHONE, KEY) == {"size": None, "have": [], "whole": False}
