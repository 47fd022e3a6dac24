"""What the ledger holds already is told to be there, whatever became of grants and pairings since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from tests.pages.api.phone.conftest import Phones
from tests.pages.api.phone.conftest import item
from tests.pages.api.phone.pictures import key_of
from tests.pages.api.phone.pictures import photo
from tests.records import cast as c
from tongxing.actions.keep_accounts import end_grant
from tongxing.actions.keep_accounts import grant_role
from tongxing.actions.open_pairing import end_pairing
from tongxing.actions.redact_record import redact_record
from tongxing.actions.take_unsent import take_unsent
from tongxing.actions.withdraw_record import withdraw_record
from tongxing.pages.outbox.reading import read_item
from tongxing.records.accounts.access import everything
from tongxing.records.accounts.models import Grant
from tongxing.records.evidence.models import StoredFile
from tongxing.records.evidence.parts import CHUNK
from tongxing.records.evidence.queries import attachments_of
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import head_of

NO_GRANT = "您目前没有填报记录的授权，写下的内容都还在手机里。请联系县专班。"


def taken_in(phones: Phones, *items: dict[str, Any], photos: tuple[bytes, ...] = ()) -> None:
    """The office takes in the file of 市委办's phone."""
    crew = phones.county.crew
    handed = [found for one in items if (found := read_item(one).handed)]
    done = take_unsent(
        acting=crew.scope("office"), at=crew.at, account="swb", handed=handed,
        photos={key_of(one): one for one in photos},
    )  # fmt: skip
    assert len(handed) == len(items)
    assert not [one.outcome.refused for one in done.taken if one.outcome.refused]


def no_grant(phones: Phones) -> None:
    crew = phones.county.crew
    grant = Grant.objects.get(account__username="swb")
    end_grant(acting=everything(), at=crew.at, grant=grant.pk, until=crew.at.date())


def another_grant(phones: Phones) -> None:
    """市委办's liaison officer now works for 市林业局, which has another village."""
    no_grant(phones)
    crew = phones.county.crew
    grant_role(
        acting=everything(), at=crew.at, account="swb", role="unit", since=crew.at.date(),
        party=c.LYJ,
    )  # fmt: skip


def no_pairing(phones: Phones) -> None:
    crew = phones.county.crew
    end_pairing(
        acting=everything(), at=crew.at, id=new_id(crew.at), pairing=str(crew.pairings["swb"]),
        until=date(2025, 3, 1), reason="结对调整",
    )  # fmt: skip


Change = Callable[[Phones], None]
CHANGES = (no_grant, another_grant, no_pairing)
changed = pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)


@changed
def test_what_the_office_took_in_is_there(phones: Phones, change: Change) -> None:
    phones["swb"]  # enrolled while there was a grant
    first, second = phones.item(), phones.item(text="第二件")
    taken_in(phones, first, second)
    change(phones)
    head = head_of(c.BOOK)
    (single,) = phones.send("swb", first)
    both = phones.send("swb", first, second)
    assert [one["state"] for one in (single, *both)] == ["repeated"] * 3
    assert single["seq"] == Record.objects.get(pk=first["id"]).seq
    assert head_of(c.BOOK) == head


@changed
def test_what_came_while_its_answer_was_lost_is_there(phones: Phones, change: Change) -> None:
    sent = phones.item()
    mended = phones.item(text="清理村道，四十人", replaces=[sent["id"]])
    first = phones.send("swb", sent, mended)
    change(phones)
    again = phones.send("swb", mended, sent)
    assert again == [{**one, "state": "repeated"} for one in reversed(first)]


@changed
def test_a_correction_the_office_took_in_is_there(phones: Phones, change: Change) -> None:
    sent = phones.item()
    mended = phones.item(text="清理村道，四十人", replaces=[sent["id"]])
    phones.send("swb", sent)
    taken_in(phones, mended)
    change(phones)
    (alone,) = phones.send("swb", mended)
    together = phones.send("swb", mended, sent)
    assert [one["state"] for one in (alone, *together)] == ["repeated"] * 3


@changed
def test_what_is_not_there_is_refused_as_ever(phones: Phones, change: Change) -> None:
    there, new = phones.item(), phones.item(text="没有交上去的")
    mended = phones.item(text="四十人", replaces=[there["id"]])
    phones["swb"]
    taken_in(phones, there)
    change(phones)
    known, *others = phones.send("swb", there, new)
    assert (known["state"], [one["state"] for one in others]) == ("repeated", ["refused"])
    if change is no_pairing:  # doing one's own unit's work over again is not the pairing's affair
        return
    (correction,) = phones.send("swb", mended)
    assert (correction["state"], correction["code"] in {"not-found", "not-allowed"}) == (
        "refused", True,
    )  # fmt: skip


def test_without_any_grant_what_is_not_there_waits_on_the_phone(phones: Phones) -> None:
    """It is not to be mended: it goes once there is a grant again."""
    new = phones.item()
    phones["swb"]
    no_grant(phones)
    (answer,) = phones.send("swb", new)
    assert (answer["state"], answer["code"], answer["retry"]) == ("refused", "not-allowed", True)
    assert (answer["say"], answer["problems"]) == (NO_GRANT, [])
    assert not Record.objects.filter(pk=new["id"]).exists()


def test_a_form_that_has_a_newer_version_by_now(
    phones: Phones, monkeypatch: pytest.MonkeyPatch
) -> None:
    phones["swb"]
    sent = phones.item()
    taken_in(phones, sent)
    other = item({**sent["draft"], "kind_version": 2}, sent["id"])
    no_pairing(phones)
    assert [one["state"] for one in phones.send("swb", other, sent)] == ["refused", "repeated"]


def test_a_record_erased_since_is_still_known(phones: Phones) -> None:
    crew = phones.county.crew
    sent = phones.item()
    phones.send("swb", sent)
    redact_record(
        acting=crew.scope("office"), at=crew.at, id=new_id(crew.at), of=UUID(sent["id"]),
        reason="依申请删除",
    )  # fmt: skip
    another_grant(phones)
    assert [one["state"] for one in phones.send("swb", sent)] == ["repeated"]


# Photos.


@changed
def test_photos_the_office_took_in_are_not_asked_for(phones: Phones, change: Change) -> None:
    data = photo()
    sent = phones.item(files=[key_of(data)])
    phones["swb"]
    taken_in(phones, sent, photos=(data,))
    change(phones)
    (answer,) = phones.send("swb", sent)
    assert (answer["state"], answer["files_missing"]) == ("repeated", [])


@changed
@pytest.mark.parametrize("by_office", [True, False])
def test_a_photo_follows_its_record(phones: Phones, change: Change, *, by_office: bool) -> None:
    """The record went by file without it, or by the line before it; part of it may be here."""
    data = photo(500_000)
    key, size = key_of(data), len(data)
    sent = phones.item(files=[key])
    phones["swb"]
    if by_office:
        taken_in(phones, sent)
    else:
        phones.send("swb", sent)
        phones.put("swb", key, 0, data[:CHUNK], size)
    change(phones)
    (answer,) = phones.send("swb", sent)
    assert (answer["state"], answer["files_missing"]) == ("repeated", [key])
    assert phones.have("swb", key).json()["have"] == ([] if by_office else [0])
    for n in range(-(-size // CHUNK)):
        told = phones.put("swb", key, n, data[n * CHUNK : (n + 1) * CHUNK], size)
        assert told.status_code == 200, told.content.decode()
    assert told.json()["whole"]
    assert [row.file_id for row in attachments_of([sent["id"]])] == [key]
    for n in range(-(-size // CHUNK)):  # the answer to the last part was lost
        told = phones.put("swb", key, n, data[n * CHUNK : (n + 1) * CHUNK], size)
    assert told.json()["whole"]
    assert [row.file_id for row in attachments_of([sent["id"]])] == [key]


def test_without_any_grant_no_other_photo_comes_to_a_record(phones: Phones) -> None:
    phones["swb"]
    data = photo()
    theirs = phones.item(files=[key_of(data)])
    phones.send("village", theirs)
    no_grant(phones)
    assert phones.put("swb", key_of(data), 0, data, len(data)).json()["whole"]
    assert not attachments_of([theirs["id"]])  # it lies aside, and goes by itself
    assert not StoredFile.objects.exists()


# Nothing is told to who does not know all of it.

OTHERWISE: tuple[dict[str, Any], ...] = (
    {"kind": "courtyard"},
    {"kind_version": 2},
    {"place": c.YUANBA},
    {"doers": [{"who": c.ZX, "role": "", "of": ""}]},
    {"doers": [{"who": c.SWB, "role": "leader", "of": ""}]},
    {"happened": "2025-03-10"},
    {"makes_up": "2025-03-01"},
    {"about": [c.HOUSEHOLD]},
    {"values": {"people": "31人次"}},
    {"values": {}},
    {"text": "清理村道两侧杂物。"},
    {"files": ["ab" * 32]},
    {"replaces": ["01900000-0000-7000-8000-000000000000"]},
)


@pytest.mark.parametrize("otherwise", OTHERWISE, ids=str)
@pytest.mark.parametrize("who", ["lyj", "neighbour"])
def test_who_may_not_see_it_and_guesses_is_answered_as_if_there_were_none(
    phones: Phones, who: str, otherwise: dict[str, Any]
) -> None:
    sent = phones.item()
    phones.send("swb", sent)
    guessed = phones.item(id=sent["id"], **otherwise)
    nothing = phones.item(**otherwise)
    told, none = phones.send(who, guessed, nothing)
    assert told["state"] == "refused"
    assert {**told, "id": ""} == {**none, "id": ""}


def test_who_may_not_see_it_learns_no_more_than_that_the_same_is_there(phones: Phones) -> None:
    """Neither who wrote it, nor that somebody else corrected it first, nor what he wrote."""
    first = phones.item()
    phones.send("swb", first)
    phones.send("village", phones.item(text="四十人", replaces=[first["id"]]))
    lost = phones.item(text="五十人", replaces=[first["id"]])
    (own,) = phones.send("swb", lost)
    assert own["state"] == "conflict"
    plain, correction = phones.send("lyj", first, lost)
    assert plain == {
        "id": first["id"], "state": "repeated", "book": c.BOOK, "seq": plain["seq"], "code": "",
        "say": "", "retry": False, "problems": [], "warnings": [], "conflicts": [],
        "files_missing": [],
    }  # fmt: skip
    assert correction == {**plain, "id": lost["id"], "seq": own["seq"]}


def test_a_decision_is_nothing_a_phone_sends(phones: Phones) -> None:
    """A withdrawal takes its day from the clock, so the same words would be too easily said."""
    crew = phones.county.crew
    sent = phones.item()
    phones.send("swb", sent)
    id_ = new_id(crew.at)
    withdrawn = withdraw_record(
        acting=crew.scope("swb"), at=crew.at, id=id_, of=UUID(sent["id"]), reason="写错了"
    )
    guessed = phones.item(
        id=str(withdrawn.id), kind="record-withdrawn", kind_version=withdrawn.kind_version,
        doers=[], place=withdrawn.place, happened=withdrawn.happened.isoformat(),
        values={"reason": "写错了"}, text="", replaces=[sent["id"]],
    )  # fmt: skip
    (answer,) = phones.send("swb", guessed)
    assert answer["state"] == "refused"
