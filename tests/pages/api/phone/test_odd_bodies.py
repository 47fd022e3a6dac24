"""Bodies nobody meant: an answer in Chinese for each, never a fault, never a half-done write."""

from __future__ import annotations

import contextlib
import copy
import json
import random
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from tests.pages.api.phone.conftest import API
from tests.pages.api.phone.conftest import HEADER
from tests.pages.api.phone.conftest import Phones
from tests.pages.api.phone.conftest import digest
from tests.pages.api.phone.pictures import key_of
from tests.pages.api.phone.pictures import photo
from tests.records import cast as c
from tongxing.records.ledger.canonical import NotCanonicalError

ODD: tuple[Any, ...] = (
    None, True, 0, -1, 2**63, 2**70, 1.5, "", " ", "\0", "\ud800", "０", "é", "e\u0301",
    "x" * 90, "长" * 4100, [], {}, [[]], {"v": 1}, {"v": 2**60}, {"v": 1, "approx": "很"},
    {"v": "1"}, "2025-02-30", "0000-00-00", "9999-12-31", "0001-01-01", "person:swb", "org:",
    "household:bq-001", "record:1", c.HETONG, "440981000000", "000000000000", "leader",
    "三千多块", "1e99", "'; drop table", "../..", "a" * 64, "labour-day", "record-withdrawn",
    "00000000-0000-7000-8000-000000000000", "00000000-0000-4000-8000-000000000000",
)  # fmt: skip
KEYS = ("id", "digest", "draft", "kind", "kind_version", "doers", "who", "role", "of", "place",
        "happened", "makes_up", "about", "values", "people", "text", "files", "replaces", "v",
        "approx", "x", "", "\0", "\ud800", "__proto__")  # fmt: skip


def odd(draw: random.Random) -> Any:
    """One of `ODD`, its own copy: what is put into it later must not stay in the list."""
    return copy.deepcopy(draw.choice(ODD))


def paths(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where something stands in a body."""
    inner = (
        value.items() if isinstance(value, dict)
        else enumerate(value) if isinstance(value, list) else ()
    )  # fmt: skip
    return [at, *(one for key, part in inner for one in paths(part, (*at, key)))]


def altered(item: dict[str, Any], draw: random.Random) -> Any:
    """The item with a few odd things in it; its digest made to fit, mostly."""
    found: Any = copy.deepcopy(item)
    for _ in range(draw.randint(1, 3)):
        where = draw.choice(paths(found))
        if not where:
            if draw.random() < 0.1:
                return odd(draw)
            continue
        inner = found
        for step in where[:-1]:
            inner = inner[step]
        how = draw.random()
        if how < 0.6:
            inner[where[-1]] = odd(draw)
        elif how < 0.8:
            del inner[where[-1]]
        elif isinstance(inner, dict):
            inner[draw.choice(KEYS)] = odd(draw)
    if isinstance(found, dict) and draw.random() < 0.8:
        with contextlib.suppress(NotCanonicalError, TypeError, AttributeError):
            found["digest"] = digest(found.get("draft"))
    return found


def walk(phones: Phones, number: int, seed: int) -> list[str]:
    """What went wrong among so many bodies."""
    draw = random.Random(seed)
    client = Client(raise_request_exception=False)
    key = phones["swb"].cookies[django_settings.PHONE_COOKIE_NAME].value
    client.cookies[django_settings.PHONE_COOKIE_NAME] = key
    data, wrong = photo(), []
    for _ in range(number):
        items = [
            altered(phones.item(files=draw.choice([[], [key_of(data)]])), draw)
            for _ in range(draw.randint(1, 3))
        ]
        body: bytes = json.dumps({"items": items}).encode()
        if draw.random() < 0.15:
            at = draw.randrange(len(body))
            body = body[:at] + bytes([draw.randrange(256)]) * draw.randint(0, 3) + body[at + 1 :]
        answer = client.post(f"{API}records", body, content_type="application/json", headers=HEADER)
        if not _fine(answer):
            wrong.append(f"{answer.status_code} {body[:300]!r}")
    return wrong


def _fine(answer: Any) -> bool:
    if answer.status_code == 400:
        return answer.json()["code"] == "unreadable"
    if answer.status_code != 200:
        return False
    return all(
        one["state"] != "refused" or one["say"].endswith("。") for one in answer.json()["answers"]
    )


def test_odd_bodies_are_answered(phones: Phones) -> None:
    assert walk(phones, 60, seed=5) == []


@pytest.mark.full
def test_ten_thousand_odd_bodies_are_answered(phones: Phones) -> None:
    assert walk(phones, 10_000, seed=50) == []


def photos(phones: Phones, number: int, seed: int) -> list[str]:
    draw = random.Random(seed)
    client = Client(raise_request_exception=False)
    key = phones["swb"].cookies[django_settings.PHONE_COOKIE_NAME].value
    client.cookies[django_settings.PHONE_COOKIE_NAME] = key
    wrong = []
    for _ in range(number):
        data = bytearray(photo(3_000, draw.randrange(3)))
        for _ in range(draw.randint(0, 4)):
            data[draw.randrange(len(data))] = draw.randrange(256)
        data = data[: draw.choice([len(data), len(data), draw.randrange(1, len(data))])]
        name = draw.choice([key_of(bytes(data))] * 5 + ["0" * 64, "x", "0" * 63 + "g"])
        n = draw.choice([0, 0, 0, 1, 4, 10**9, "-1", "a"])
        size = draw.choice([len(data)] * 4 + [0, 1, 999_999, 10**8, "x", -1])
        answer = client.put(
            f"{API}files/{name}/{n}", bytes(data), content_type="application/octet-stream",
            headers={**HEADER, "X-Size": str(size)},
        )  # fmt: skip
        if answer.status_code >= 500 or answer.status_code == 403:
            wrong.append(f"{answer.status_code} {name} {n} {size}")
    return wrong


def test_odd_photos_are_answered(phones: Phones) -> None:
    assert photos(phones, 40, seed=3) == []


@pytest.mark.full
def test_ten_thousand_odd_photos_are_answered(phones: Phones) -> None:
    assert photos(phones, 10_000, seed=30) == []
