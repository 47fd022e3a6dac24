"""Processes that write, are killed, and write at once: `python -m tests.laws.nursery TASK JSON`.

Django is loaded once; children are forked before any connection is opened, so a kill comes
while a record is being written and not while a program is starting.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import django
from django.conf import settings

from tests.laws import meetings
from tests.laws.drafts import AT
from tests.laws.drafts import draft_of
from tests.laws.forking import at_once
from tests.laws.forking import child
from tests.laws.forking import failed

OTHER_BOOK, OTHER_COUNTY = "450783", "450783000000"


def prepare() -> dict[str, Any]:
    """Tables, cast and a second book."""
    from django.core.management import call_command

    from tests.records.cast import LONG_AGO
    from tests.records.cast import cast
    from tongxing.actions.keep_registry import add_places
    from tongxing.actions.open_book import open_book
    from tongxing.records.accounts.access import everything
    from tongxing.records.registry.models import Place

    call_command("migrate", verbosity=0, skip_checks=True)
    cast(AT)
    other = Place(code=OTHER_COUNTY, name="百色演示县", level="county", since=LONG_AGO)
    add_places(acting=everything(), at=AT, places=[other])
    open_book(acting=everything(), at=AT, code=OTHER_BOOK, name="百色演示县")
    return {}


def write(outbox: int, begin: int, size: int, told: int) -> None:
    """Append drafts from `begin` on, telling each number once it was acknowledged."""
    from tongxing.actions.append_record import append_records
    from tongxing.records.accounts.access import everything

    n = begin
    while True:
        drafts = [draft_of(outbox, n + i) for i in range(size)]
        for outcome in append_records(acting=everything(), at=AT, drafts=drafts):
            outcome.written()
        n += size
        os.write(told, n.to_bytes(4, "big"))


def warmed() -> None:
    """All a write asks for is read and planned once; nothing is written, no connection stays."""
    from django.db import connection
    from django.db import transaction

    from tongxing.actions.append_record import append_record
    from tongxing.records.accounts.access import everything

    with transaction.atomic():
        append_record(acting=everything(), at=AT, draft=draft_of(99, 0))
        transaction.set_rollback(True)
    connection.close()


def kills(times: int, seed: int) -> dict[str, Any]:
    """Kill a writer at random moments; it goes on from what was acknowledged."""
    warmed()
    chance = random.Random(seed)
    reading, telling = os.pipe()
    os.set_blocking(reading, False)
    acknowledged = 0
    progress = []
    for _ in range(times):
        size = chance.choice((1, 1, 5))
        begin = acknowledged
        pid = child(lambda begin=begin, size=size: write(1, begin, size, telling))
        wanted = begin + size * chance.randrange(4)
        patience = time.monotonic() + 60
        while acknowledged < wanted and time.monotonic() < patience:
            time.sleep(0.001)
            acknowledged = _last_heard(reading, acknowledged)
        time.sleep(chance.uniform(0, 0.03))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        acknowledged = _last_heard(reading, acknowledged)
        progress.append(acknowledged - begin)
    return {"acknowledged": acknowledged, "busy": sum(p > 0 for p in progress)} | state(1)


def _last_heard(reading: int, before: int) -> int:
    """The last number told so far."""
    try:
        return int.from_bytes(os.read(reading, 65536)[-4:], "big")
    except BlockingIOError:
        return before


def writers(count: int, each: int) -> dict[str, Any]:
    """Many processes append to one book at once, half of them the same drafts."""
    from tongxing.actions.append_record import append_record
    from tongxing.records.accounts.access import everything

    def work(outbox: int) -> None:
        for n in range(each):
            append_record(acting=everything(), at=AT, draft=draft_of(outbox, n))

    warmed()
    begun = time.monotonic()
    ended = at_once([partial(work, 10 + w // 2) for w in range(count)])
    seconds = time.monotonic() - begun
    return {"failed": ended.failed, "seconds": seconds} | state(*range(10, 10 + count // 2))


def other_book_waits() -> dict[str, Any]:
    """Hold one book's lock and append to another from a second process."""
    from django.db import transaction

    from tongxing.actions.append_record import append_record
    from tongxing.records.accounts.access import everything
    from tongxing.records.ledger.operations import lock

    def work(place: str) -> None:
        draft = draft_of(int(place[:3]), 1, place)
        append_record(acting=everything(), at=AT, draft=draft)

    from tests.records.cast import BAIQIAO

    free_read, free_write = os.pipe()
    held_read, held_write = os.pipe()

    def hold() -> None:
        with transaction.atomic():
            lock("440981")
            os.write(held_write, b"x")
            os.read(free_read, 1)

    holder = child(hold)
    os.read(held_read, 1)
    begun = time.monotonic()
    other = child(lambda: work(OTHER_COUNTY))
    other_failed = failed(other)
    other_seconds = time.monotonic() - begun
    same = child(lambda: work(BAIQIAO))
    time.sleep(0.5)
    waiting = os.waitpid(same, os.WNOHANG)[0] == 0
    os.write(free_write, b"x")
    all_failed = failed(holder, same)
    return {
        "other_done": other_failed == 0, "other_seconds": other_seconds, "same_waited": waiting,
        "all_done": all_failed == 0,
    }  # fmt: skip


def state(*outboxes: int) -> dict[str, Any]:
    """What stands in the book afterwards."""
    from tongxing.records.audit.models import AuditRow
    from tongxing.records.ledger.models import Content
    from tongxing.records.ledger.models import Record
    from tongxing.records.ledger.verify import verify

    verdict = verify("440981")
    ordinary = Record.objects.filter(kind="labour-day")
    numbers = sorted((r.int >> 64 & 0xFFF, r.int & 0xFFFFFFFF)
                     for r in ordinary.values_list("id", flat=True))  # fmt: skip
    return {
        "sound": verdict.broken is None,
        "records": Record.objects.filter(book="440981").count(),
        "seqs": verdict.records,
        "contents": Content.objects.filter(record__book="440981").count(),
        "audited": AuditRow.objects.filter(verb="append").count(),
        "written": len(numbers),
        "distinct": len(set(numbers)),
        "highest": {o: max([n for b, n in numbers if b == o], default=-1) for o in outboxes},
    }


TASKS: dict[str, Callable[..., dict[str, Any]]] = {
    "prepare": prepare,
    "kills": kills,
    "writers": writers,
    "guessers": meetings.guessers,
    "code_guessers": meetings.code_guessers,
    "phones": meetings.phones,
    "photos": meetings.photos,
    "sent_again": meetings.sent_again,
    "answers": meetings.answers,
    "other_book_waits": other_book_waits,
}

if __name__ == "__main__":
    django.setup()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick
    from tongxing.actions import append_record  # noqa: F401  loaded before any fork
    from tongxing.rules.plan.shipped import shipped_kinds

    shipped_kinds()
    sys.stdout.write(json.dumps(TASKS[sys.argv[1]](**json.loads(sys.argv[2]))))
