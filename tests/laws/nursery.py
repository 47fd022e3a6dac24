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
from base64 import b32decode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import django
from django.conf import settings
from django_otp.oath import hotp

from tests.laws.forking import after
from tests.laws.forking import at_once
from tests.laws.forking import child
from tests.laws.forking import failed
from tests.laws.forking import in_the_midst

AT = datetime(2025, 3, 12, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
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


def draft_of(outbox: int, n: int, place: str = "") -> Any:
    """The n-th draft of an outbox, the same whenever it is asked for."""
    from tests.records import cast as c
    from tongxing.actions.draft import Doer
    from tongxing.actions.draft import Draft

    return Draft(
        id=UUID(int=(outbox << 64) | (7 << 76) | n),
        kind="labour-day",
        doers=(Doer(c.SWB), Doer(c.ZX)),
        place=place or c.BAIQIAO,
        happened=date(2025, 1, 1) + timedelta(days=n % 60),
        values={"people": str(n + 1)},
        text=f"第{n}次集中劳动",
    )


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


def guessers(count: int, each: int, username: str) -> dict[str, Any]:
    """Many processes guess a password at once; then somebody knows it, too late.

    "wrong" are the guesses answered as such: nobody is to learn by them who exists.
    """
    from tests.records.cast import PASSWORD
    from tongxing.actions.sign_in import check_password

    def tries(password: str) -> None:
        check_password(at=AT, username=username, password=password)

    def work() -> str:
        return "".join(told(lambda n=n: tries(f"guess-{n}"))[0] for n in range(each))

    ended = at_once([work] * count)
    assert ended.failed == 0
    return {"wrong": ended.said.count("w"), "last": told(lambda: tries(PASSWORD))} | guessed()


def code_guessers(count: int) -> dict[str, Any]:
    """Many processes guess a code of the second factor at once, after four that were wrong.

    "looked" is how many were held against the right one: each of these is a guess.
    """
    from tests.records.cast import Cast
    from tongxing.actions import second_factor

    cast = Cast(AT, {})
    account, secret = cast.account("swb"), second_factor.new_secret()
    code = f"{hotp(b32decode(secret), int(AT.timestamp()) // second_factor.STEP_SECONDS):06d}"
    spare, *_ = second_factor.add_generator(
        acting=cast.scope("swb"), at=AT, name="", secret=secret, code=code
    )
    looks, looked = os.pipe()
    after(second_factor, "_used_up", lambda: (os.write(looked, b"x"), time.sleep(0.05)))

    def tries(code: str) -> None:
        second_factor.check_second(at=AT, account=account, code=code)

    for _ in range(4):
        told(lambda: tries("123"))
    assert at_once([lambda: told(lambda: tries("123"))] * count).failed == 0
    return {"looked": len(os.read(looks, 1024)), "last": told(lambda: tries(spare))} | guessed()


def told(attempt: Callable[[], object]) -> str:
    """What came of an attempt to sign in: "wrong-…", "locked", or "in"."""
    from tongxing.actions.errors import Refused

    try:
        attempt()
    except Refused as refused:
        return refused.code
    return "in"


def guessed() -> dict[str, int]:
    """What the audit says of the guessing."""
    from tongxing.records.audit.models import AuditRow

    return {v: AuditRow.objects.filter(verb=v).count() for v in ("sign-in-failed", "lock")}


def phones(count: int) -> dict[str, Any]:
    """Many pages enrol a phone of one account at once, most of them more than it may have."""
    from tests.records.cast import Cast
    from tongxing.actions.errors import Unfitting
    from tongxing.actions.phone_keys import enrol_phone
    from tongxing.records.accounts.models import Account
    from tongxing.records.accounts.phones import phones_of

    scope = Cast(AT, {}).scope("swb")

    def work() -> None:
        with suppress(Unfitting):
            enrol_phone(acting=scope, at=AT, name="手机", days=90)

    wrong = at_once([work] * count).failed
    return {"failed": wrong, "phones": len(phones_of(Account.objects.get(username="swb"), AT))}


def photos(rounds: int) -> dict[str, Any]:
    """A phone brings a photo for one record while the office erases it from another's."""
    from tests.pages.api.phone.pictures import key_of
    from tests.pages.api.phone.pictures import photo
    from tests.records.cast import Cast
    from tongxing.actions.errors import Refused
    from tongxing.actions.hand_in import HandedIn
    from tongxing.actions.hand_in import hand_in
    from tongxing.actions.keep_photo import keep_chunk
    from tongxing.actions.redact_evidence import redact_evidence
    from tongxing.records.evidence import parts
    from tongxing.records.evidence.models import Attachment
    from tongxing.records.evidence.models import StoredFile
    from tongxing.records.evidence.storage import path_of

    swb, zx, office = map(Cast(AT, {}).scope, ("swb", "zx", "office"))
    found = {"failed": 0, "wrong": 0}
    for n in range(rounds):
        data = photo(3_000, n)
        key = key_of(data)
        bring = {"at": AT, "key": key, "size": len(data), "n": 0, "data": data}
        first, second = (replace(draft_of(90 + n, m), files=(key,)) for m in (0, 1))
        hand_in(acting=swb, at=AT, handed=[HandedIn(first)])
        keep_chunk(acting=swb, **bring)
        hand_in(acting=zx, at=AT, handed=[HandedIn(second)])

        def bringing(given: dict[str, Any] = bring) -> None:
            with suppress(Refused):
                keep_chunk(acting=zx, **given)

        def erasing(of: UUID = first.id, key: str = key) -> None:
            own = UUID(int=(of.int >> 64 << 64) | 99)
            redact_evidence(acting=office, at=AT, id=own, of=of, file=key, reason="依本人申请")

        found["failed"] += at_once([bringing, erasing]).failed
        erased = StoredFile.objects.get(pk=key).erased is not None
        shown = Attachment.objects.filter(file=key, removal=None).exists()
        lies = path_of(key).exists() or parts.laid_by(zx.person, key) is not None
        found["wrong"] += (erased, shown, lies) not in {(True, False, False), (False, True, True)}
    return found


def sent_again() -> dict[str, Any]:
    """Records are sent again, and in the midst of it others erase them or bring their photos.

    "erased": once it was looked up, with the erasure done before it goes on; "erasing": with the
    erasure not committed yet; "asked": once it asked what is here. "arrived" is its photo, at
    the same moment. How many photos each waits for and shows at the end.
    """
    from tests.pages.api.phone.pictures import key_of
    from tests.pages.api.phone.pictures import photo
    from tests.records.cast import Cast
    from tongxing.actions import hand_in as handing
    from tongxing.actions import redact_record as redacting
    from tongxing.actions.keep_photo import keep_chunk
    from tongxing.records.evidence.models import Attachment
    from tongxing.records.evidence.queries import awaited_of

    swb, office = map(Cast(AT, {}).scope, ("swb", "office"))
    found: dict[str, Any] = {"failed": 0}
    looks = {"erased": "append_records", "erasing": "append_records"}
    for n, order in enumerate(("erased", "erasing", "asked", "arrived")):
        data = photo(3_000, n)
        key = key_of(data)
        draft = replace(draft_of(90 + n, 0), files=(key,))

        def send(draft: Any = draft) -> None:
            handing.hand_in(acting=swb, at=AT, handed=[handing.HandedIn(draft)])

        def bring(key: str = key, data: bytes = data) -> None:
            keep_chunk(acting=swb, at=AT, key=key, size=len(data), n=0, data=data)

        def erase(of: UUID = draft.id) -> None:
            own = UUID(int=of.int + 1)
            redacting.redact_record(acting=office, at=AT, id=own, of=of, reason="涉及个人信息")

        def erase_slowly(erase: Callable[[], None] = erase) -> None:
            after(redacting, "erase_files", lambda: time.sleep(1))
            erase()

        send()
        other = {"erasing": erase_slowly, "arrived": bring}.get(order, erase)
        found["failed"] += in_the_midst(send, handing, looks.get(order, "brought_by"), other)
        coming = len(awaited_of([draft.id]).get(draft.id, ()))
        bring()  # it was asked for
        shown = Attachment.objects.filter(record=draft.id, removal=None).count()
        found[order] = {"coming": coming, "shown": shown}
    return found


def answers(count: int) -> dict[str, Any]:
    """Many officers answer one request for a waiver at once, every other one with no."""
    from tests.records.cast import BAIQIAO
    from tongxing.actions.errors import Unfitting
    from tongxing.actions.grant_waiver import grant_waiver
    from tongxing.actions.propose_waiver import DECLINED
    from tongxing.actions.propose_waiver import GRANTED
    from tongxing.actions.propose_waiver import decline_waiver
    from tongxing.actions.propose_waiver import propose_waiver
    from tongxing.records.accounts.access import everything
    from tongxing.records.ledger.models import Record
    from tongxing.records.pairings.models import Pairing

    key = Pairing.objects.filter(place=BAIQIAO).values_list("key", flat=True)[0]
    why = {"reason": "参加防汛抢险", "basis": "防汛办通知"}
    span = {"since": date(2025, 3, 1), "until": date(2025, 4, 1)}
    common: dict[str, Any] = {"acting": everything(), "at": AT}
    asked = propose_waiver(**common, id=UUID(int=7 << 76), pairing=key, **why, **span).id

    def work(n: int) -> None:
        own = UUID(int=(n + 1 << 64) | (7 << 76))
        with suppress(Unfitting):
            if n % 2:
                decline_waiver(**common, id=own, of=asked, reason="已另有安排")
            else:
                grant_waiver(
                    **common, id=own, pairing=key, plan="gaozhou-pairing", approver="县专班",
                    proposal=asked, **why, **span,
                )  # fmt: skip

    wrong = at_once([partial(work, n) for n in range(count)]).failed
    return {"failed": wrong, "given": Record.objects.filter(kind__in=(GRANTED, DECLINED)).count()}


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
    "guessers": guessers,
    "code_guessers": code_guessers,
    "phones": phones,
    "photos": photos,
    "sent_again": sent_again,
    "answers": answers,
    "other_book_waits": other_book_waits,
}

if __name__ == "__main__":
    django.setup()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick
    from tongxing.actions import append_record  # noqa: F401  loaded before any fork
    from tongxing.rules.plan.shipped import shipped_kinds

    shipped_kinds()
    sys.stdout.write(json.dumps(TASKS[sys.argv[1]](**json.loads(sys.argv[2]))))
