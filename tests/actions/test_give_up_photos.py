"""照片不再补传: nobody waits any more, and what comes all the same is the record's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest

from tests.actions.bringing import NOTHING
from tests.actions.bringing import attached
from tests.actions.bringing import keep
from tests.actions.bringing import written
from tests.pages.api.phone.pictures import key_of
from tests.pages.api.phone.pictures import photo
from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.draft import Draft
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Unfitting
from tongxing.actions.give_up_photos import give_up_photos
from tongxing.actions.hand_in import HandedIn
from tongxing.actions.hand_in import hand_in
from tongxing.actions.keep_photo import photo_state
from tongxing.actions.redact_record import redact_record
from tongxing.records.audit.models import AuditRow
from tongxing.records.evidence import operations as evidence
from tongxing.records.evidence import parts
from tongxing.records.evidence.models import Awaited
from tongxing.records.evidence.models import StoredFile
from tongxing.records.evidence.queries import Mark
from tongxing.records.evidence.queries import awaited_of
from tongxing.records.evidence.queries import awaiting_in
from tongxing.records.evidence.queries import awaiting_mark
from tongxing.records.evidence.queries import brought_by
from tongxing.records.evidence.queries import brought_for
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record

pytestmark = pytest.mark.usefixtures("folder")


def give_up(crew: Cast, draft: Draft, who: str = "swb", **later: int) -> int:
    at = crew.at + timedelta(**later)
    return give_up_photos(acting=crew.scope(who), at=at, of=draft.id)


def send_again(crew: Cast, draft: Draft) -> tuple[str, ...]:
    """The phone never heard that the record is here; the photos it is asked for."""
    (taken,) = hand_in(acting=crew.scope("swb"), at=crew.at, handed=[HandedIn(draft)])
    return taken.missing


def marks() -> tuple[Mark, Mark]:
    return awaiting_mark("person:swb"), awaiting_in(c.BOOK)


def test_photos_that_will_not_come_are_given_up(crew: Cast) -> None:
    here, lost = photo(), photo(3_000, 1)
    draft = written(crew, here, lost)
    keep(crew, here)
    with pytest.raises(NotFound):
        give_up(crew, draft, "fl")
    assert awaited_of([draft.id]) == {draft.id: (key_of(lost),)}
    assert give_up(crew, draft) == 1
    assert awaited_of([draft.id]) == {}
    assert brought_for(draft.id, [key_of(here), key_of(lost)]) == {key_of(here)}
    row = AuditRow.objects.get(verb="give-up-photos")
    assert (row.who, row.subject) == ("person:swb", f"record:{draft.id}")


def test_given_up_twice_is_said(crew: Cast) -> None:
    draft = written(crew, photo())
    give_up(crew, draft)
    with pytest.raises(Unfitting, match="没有还在手机上"):
        give_up(crew, draft, "office")
    assert AuditRow.objects.filter(verb="give-up-photos").count() == 1


def test_another_record_goes_on_waiting_for_the_same_photo(crew: Cast) -> None:
    data = photo()
    first, second = written(crew, data), written(crew, data)
    give_up(crew, first)
    assert awaited_of([first.id, second.id]) == {second.id: (key_of(data),)}


def test_a_photo_two_phones_were_to_bring_is_one(crew: Cast) -> None:
    """The phone's file was taken in by the office, without its photo."""
    data = photo()
    draft = written(crew, data)
    evidence.expect([(Record.objects.get(pk=draft.id), key_of(data))], "person:office")
    assert give_up(crew, draft) == 1
    assert awaited_of([draft.id]) == {}


def test_a_photo_that_comes_after_all_is_the_record_s(
    crew: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The phone knows that its record is here, and sends the photo alone, part by part."""
    data = photo()
    draft = written(crew, data)
    give_up(crew, draft)
    monkeypatch.setattr(parts, "CHUNK", 1_000)
    monkeypatch.setattr(parts, "WAITING", 0)  # it has its room like any a record names
    assert photo_state(acting=crew.scope("swb"), at=crew.at, key=key_of(data)) == NOTHING
    assert keep(crew, data).whole
    assert attached(draft) == [key_of(data)]
    assert parts.laid_by("person:swb", key_of(data)) is None
    assert not Awaited.objects.exists()
    note = AuditRow.objects.get(verb="keep-file")
    assert (note.who, note.subject) == ("person:swb", f"file:{key_of(data)}")


def test_a_record_sent_again_waits_again(crew: Cast) -> None:
    data = photo()
    draft = written(crew, data)
    give_up(crew, draft)
    assert send_again(crew, draft) == (key_of(data),)
    assert awaited_of([draft.id]) == {draft.id: (key_of(data),)}
    assert give_up(crew, draft) == 1
    keep(crew, data)
    assert attached(draft) == [key_of(data)]


def test_a_photo_that_arrives_as_its_record_is_sent_again_is_here(
    crew: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looked for before it came and awaited after: it is not told as on its way for ever."""
    data, other = photo(), photo(3_000, 1)
    draft = written(crew, data, other)

    def arrives_behind(by: str, keys: Iterable[str]) -> frozenset[str]:
        found = brought_by(by, keys)
        keep(crew, data)
        return found

    with monkeypatch.context() as patch:
        patch.setattr("tongxing.actions.hand_in.brought_by", arrives_behind)
        send_again(crew, draft)
    assert attached(draft) == [key_of(data)]
    assert awaited_of([draft.id]) == {draft.id: (key_of(other),)}
    assert give_up(crew, draft) == 1
    with pytest.raises(Unfitting, match="没有还在手机上"):
        give_up(crew, draft)
    for one in (data, other):
        assert keep(crew, one).whole  # the phone does what it was asked
    assert sorted(attached(draft)) == sorted((key_of(data), key_of(other)))
    assert not Awaited.objects.exists()


def test_an_erased_record_takes_up_nothing(crew: Cast) -> None:
    """Neither what was given up nor what it still waited for."""
    lost, coming = photo(), photo(3_000, 1)
    draft = written(crew, lost, coming)
    give_up(crew, draft)
    evidence.expect([(Record.objects.get(pk=draft.id), key_of(coming))], "person:swb")
    redact_record(
        acting=crew.scope("office"), at=crew.at, id=new_id(crew.at), of=draft.id,
        reason="涉及个人信息",
    )  # fmt: skip
    for data in (lost, coming):
        keep(crew, data)
    assert attached(draft) == []
    assert not StoredFile.objects.exists()


def test_pages_kept_by_a_browser_are_told_of_each_change(crew: Cast) -> None:
    """Also where one is given up and another awaited once more between two looks."""
    first, second = photo(), photo(3_000, 1)
    one, other = written(crew, first), written(crew, second)
    seen = [marks()]
    give_up(crew, one, minutes=1)
    seen.append(marks())
    give_up(crew, other, minutes=2)
    send_again(crew, one)
    seen.append(marks())
    keep(crew, second)  # after all
    seen.append(marks())
    for which in range(2):
        assert len({mark[which] for mark in seen}) == len(seen)
