"""A server that cannot write just now: said as such, nothing half done, all well the next time."""

from __future__ import annotations

import errno
import os
from typing import Any

import pytest
from django.db import InterfaceError
from django.db import OperationalError

from tests.pages.api.phone.conftest import Phones
from tests.pages.api.phone.pictures import key_of
from tests.pages.api.phone.pictures import photo
from tongxing.records.evidence.parts import CHUNK
from tongxing.records.ledger.models import Record

FAULTS = (
    OperationalError("database is locked"),
    InterfaceError("connection already closed"),
    OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
)
WRITING = "tongxing.pages.api.phone.handing_in.hand_in"
LAYING_DOWN = "tongxing.records.evidence.parts.put"
ASKING_WHO = "tongxing.pages.api.phone.keyed.carrier_asked"


def failing(fault: Exception) -> Any:
    def fail(*_: Any, **__: Any) -> None:
        raise fault

    return fail


def assert_busy(answer: Any) -> None:
    assert (answer.status_code, answer.json()["code"]) == (503, "busy")
    assert answer.json()["say"] == "系统正忙，没有写入，内容都还在手机里。稍后会再发一次。"


def test_what_cannot_be_written_now_is_written_the_next_time(
    phones: Phones, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    item, before = phones.item(), Record.objects.count()
    for fault in FAULTS:
        for where in (WRITING, ASKING_WHO):
            caplog.clear()
            with monkeypatch.context() as patch:
                patch.setattr(where, failing(fault))
                assert_busy(phones.post("swb", {"items": [item]}))
            assert str(fault) in caplog.text  # the operator is told what it was
    assert Record.objects.count() == before
    assert [one["state"] for one in phones.send("swb", item)] == ["written"]


def test_a_part_of_a_photo_a_full_disk_does_not_take_is_sent_again(
    phones: Phones, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = photo(300_000)
    key, size = key_of(data), len(data)
    with monkeypatch.context() as patch:
        patch.setattr(LAYING_DOWN, failing(FAULTS[-1]))
        assert_busy(phones.put("swb", key, 0, data[:CHUNK], size))
    assert phones.have("swb", key).json() == {"size": None, "have": [], "whole": False}
    for n in range(-(-size // CHUNK)):
        told = phones.put("swb", key, n, data[n * CHUNK : (n + 1) * CHUNK], size).json()
    assert (told["size"], told["whole"]) == (size, True)
