"""Deeds of several people at the same moment: tasks of `tests.laws.nursery`."""

from __future__ import annotations

import os
import time
from base64 import b32decode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django_otp.oath import hotp

from tests.laws.drafts import AT
from tests.laws.drafts import draft_of
from tests.laws.forking import after
from tests.laws.forking import at_once
from tests.laws.forking import in_the_midst


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
