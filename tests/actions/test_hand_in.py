"""What phones hand in: originals, corrections and photos in any order; one never blocks another."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from tests.actions.bringing import keep
from tests.pages.api.phone.pictures import key_of
from tests.pages.api.phone.pictures import photo
from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.append_record import append_records
from tongxing.actions.attach_evidence import MOST_FILES
from tongxing.actions.draft import Doer
from tongxing.actions.draft import Draft
from tongxing.actions.entry import Outcome
from tongxing.actions.hand_in import ERASED
from tongxing.actions.hand_in import HandedIn
from tongxing.actions.hand_in import Taken
from tongxing.actions.hand_in import hand_in
from tongxing.actions.keep_photo import keep_photo
from tongxing.actions.redact_record import redact_record
from tongxing.actions.take_unsent import TakenIn
from tongxing.actions.take_unsent import take_unsent
from tongxing.actions.take_unsent import try_unsent
from tongxing.actions.withdraw_evidence import withdraw_evidence
from tongxing.records.audit.models import AuditRow
from tongxing.records.evidence import parts
from tongxing.records.evidence.models import Awaited
from tongxing.records.evidence.models import StoredFile
from tongxing.records.evidence.queries import attachments_of
from tongxing.records.evidence.queries import awaited_of
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import head_of

NOBODY_S = UUID("01900000-0000-7000-8000-000000000000")


pytestmark = pytest.mark.usefixtures("folder")


def handed(crew: Cast, *some: HandedIn | Draft, who: str = "swb") -> list[Taken]:
    whole = [one if isinstance(one, HandedIn) else HandedIn(one) for one in some]
    return hand_in(acting=crew.scope(who), at=crew.at, handed=whole)


def told(taken: Taken) -> str:
    """What became of it, in one word."""
    outcome = taken.outcome
    if outcome.refused is not None:
        return outcome.refused.code
    if outcome.conflicts:
        return "conflict"
    return "repeated" if outcome.repeated else "written"


def correction(crew: Cast, of: UUID, **changes: Any) -> HandedIn:
    return HandedIn(crew.draft(**{"text": "更正", **changes}), of)


def named(*photos: bytes) -> dict[str, tuple[str, ...]]:
    return {"files": tuple(key_of(one) for one in photos)}


def attached(draft: Draft) -> list[str]:
    return sorted(row.file_id for row in attachments_of([draft.id]))


def put_aside(crew: Cast, *photos: bytes, who: str = "swb") -> None:
    for data in photos:
        keep_photo(acting=crew.scope(who), at=crew.at, key=key_of(data), data=data)


def test_nothing_handed_in_is_nothing_written(crew: Cast) -> None:
    head = head_of(c.BOOK)
    assert handed(crew) == []
    assert head_of(c.BOOK) == head


def test_each_has_its_answer_in_its_place(crew: Cast) -> None:
    good, late = crew.draft(), crew.draft(happened=date(2025, 9, 1))
    foreign = crew.draft(doers=(Doer(c.LYJ),), place=c.HETONG)
    twice = crew.draft(files=("ab" * 32, "ab" * 32))
    some = handed(crew, late, good, foreign, twice, correction(crew, NOBODY_S))
    assert [told(one) for one in some] == [
        "invalid", "written", "not-allowed", "invalid", "not-found",
    ]  # fmt: skip
    assert [one.outcome.id for one in some][:4] == [late.id, good.id, foreign.id, twice.id]
    assert not Record.objects.filter(pk__in=[late.id, foreign.id, twice.id]).exists()


def test_the_same_again_is_repeated_and_other_words_under_its_id_are_not(crew: Cast) -> None:
    draft = crew.draft()
    assert told(handed(crew, draft)[0]) == "written"
    head = head_of(c.BOOK)
    assert told(handed(crew, draft)[0]) == "repeated"
    assert told(handed(crew, crew.draft(id=draft.id, text="另一件事"))[0]) == "conflict"
    assert head_of(c.BOOK) == head


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_chain_of_corrections_in_any_order(crew: Cast, order: tuple[int, ...]) -> None:
    first = crew.draft()
    second = correction(crew, first.id, text="三十人")
    third = correction(crew, second.draft.id, text="三十五人")
    chain = (HandedIn(first), second, third)
    some = handed(crew, *(chain[n] for n in order))
    assert [told(one) for one in some] == ["written"] * 3
    found = Record.objects.filter(pk__in=[one.draft.id for one in chain]).order_by("seq")
    assert [one.pk for one in found] == [first.id, second.draft.id, third.draft.id]


def test_a_correction_whose_original_was_refused_is_not_found(crew: Cast) -> None:
    bad = crew.draft(happened=date(2025, 9, 1))
    some = handed(crew, correction(crew, bad.id), bad)
    assert [told(one) for one in some] == ["not-found", "invalid"]


def test_corrections_of_each_other_and_of_themselves_come_to_an_end(crew: Cast) -> None:
    one, other, itself = (new_id(crew.at) for _ in range(3))
    some = handed(
        crew, correction(crew, other, id=one), correction(crew, one, id=other),
        correction(crew, itself, id=itself),
    )  # fmt: skip
    assert [told(each) for each in some] == ["not-found"] * 3


def test_two_corrections_of_one_record_the_second_waits_for_the_office(crew: Cast) -> None:
    first = crew.draft()
    early, late = correction(crew, first.id), correction(crew, first.id, text="另一个更正")
    some = handed(crew, first, early, late)
    assert [told(one) for one in some] == ["written", "written", "conflict"]
    assert some[2].outcome.conflicts == (early.draft.id,)


def test_the_record_of_another_unit_is_not_mended_from_my_phone(crew: Cast) -> None:
    draft = crew.draft()
    handed(crew, draft)
    (taken,) = handed(crew, correction(crew, draft.id), who="lyj")
    assert told(taken) in {"not-found", "not-allowed"}
    assert not Record.objects.exclude(pk=draft.id).filter(happened=draft.happened).exists()


@pytest.mark.parametrize("number", [MOST_FILES, MOST_FILES + 1])
def test_so_many_photos_and_no_more(crew: Cast, number: int) -> None:
    keys = tuple(f"{n:064x}" for n in range(number))
    (taken,) = handed(crew, crew.draft(files=keys))
    if number <= MOST_FILES:
        assert taken.missing == keys
        return
    assert taken.outcome.refused is not None
    said = f"照片过多（{number}张）。最多{MOST_FILES}张。"
    assert taken.outcome.refused.say() == said


def test_a_photo_written_twice_is_said(crew: Cast) -> None:
    (taken,) = handed(crew, crew.draft(files=("ab" * 32,) * 2))
    assert taken.outcome.refused is not None
    assert taken.outcome.refused.say() == "同一张照片写了两遍。请删去重复的一张。"
    assert taken.outcome.refused.problems[0].field == "files"


def test_photos_that_are_here_belong_to_the_record_at_once(crew: Cast) -> None:
    here, there = photo(), photo(3_000, 1)
    put_aside(crew, here)
    draft = crew.draft(**named(here, there))
    (taken,) = handed(crew, draft)
    assert taken.missing == (key_of(there),)
    assert attached(draft) == [key_of(here)]
    assert awaited_of([draft.id]) == {draft.id: (key_of(there),)}
    assert parts.laid_by("person:swb", key_of(here)) is None


def test_sent_again_it_takes_up_what_came_meanwhile(crew: Cast) -> None:
    data = photo()
    draft = crew.draft(**named(data))
    assert handed(crew, draft)[0].missing == (key_of(data),)
    assert handed(crew, draft)[0].missing == (key_of(data),)
    parts.lay_by("person:swb", key_of(data), data, crew.at)
    (taken,) = handed(crew, draft)
    assert (told(taken), taken.missing) == ("repeated", ())
    assert attached(draft) == [key_of(data)]
    (again,) = handed(crew, draft)
    assert (told(again), again.missing) == ("repeated", ())
    assert attached(draft) == [key_of(data)]
    assert awaited_of([draft.id]) == {}


def test_sent_again_it_neither_brings_back_nor_asks_for_a_photo_taken_off_meanwhile(
    crew: Cast,
) -> None:
    data = photo()
    put_aside(crew, data)
    draft = crew.draft(**named(data))
    handed(crew, draft)
    given = {"acting": crew.scope("swb"), "at": crew.at, "id": new_id(crew.at)}
    withdraw_evidence(**given, of=draft.id, file=key_of(data), reason="传错了")
    (again,) = handed(crew, draft)
    assert (told(again), again.missing) == ("repeated", ())
    assert attached(draft) == []


def test_a_refused_record_keeps_no_photo(crew: Cast) -> None:
    data = photo()
    put_aside(crew, data)
    (taken,) = handed(crew, crew.draft(happened=date(2025, 9, 1), **named(data)))
    assert (told(taken), taken.missing) == ("invalid", ())
    assert parts.laid_by("person:swb", key_of(data)) == data  # for the next attempt


def test_a_correction_has_the_photos_of_what_it_corrects(crew: Cast) -> None:
    """Also where somebody else brought them: who mends the record sees them there already."""
    data, new = photo(), photo(3_000, 1)
    first = crew.draft(**named(data))
    put_aside(crew, data)
    handed(crew, first)
    mended = correction(crew, first.id, **named(data, new))
    (taken,) = handed(crew, mended, who="office")
    assert (told(taken), taken.missing) == ("written", (key_of(new),))
    assert attached(mended.draft) == [key_of(data)]


def test_the_photos_of_others_are_not_had_by_naming_them(crew: Cast) -> None:
    data = photo()
    put_aside(crew, data)
    handed(crew, crew.draft(**named(data)))
    copied = crew.draft(doers=(Doer(c.ZX),), **named(data))
    (taken,) = handed(crew, copied, who="zx")
    assert taken.missing == (key_of(data),)
    assert attached(copied) == []


def test_what_the_law_took_away_is_said_and_asked_for_no_more(
    crew: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, other = photo(), photo(3_000, 1)
    monkeypatch.setattr(
        "tongxing.actions.hand_in.erased_among", lambda keys: frozenset(keys) & {key_of(gone)}
    )
    (taken,) = handed(crew, crew.draft(**named(gone, other)))
    assert told(taken) == "written"
    assert taken.missing == (key_of(other),)
    assert taken.warnings == (ERASED,)


@pytest.mark.parametrize("again", [False, True])
def test_a_record_erased_as_it_is_handed_in_takes_no_photo(
    crew: Cast, monkeypatch: pytest.MonkeyPatch, *, again: bool
) -> None:
    """It was looked up before, and asks for its photos after."""
    here, there = photo(), photo(3_000, 1)
    draft = crew.draft(**named(here, there))
    if again:
        handed(crew, draft)
    parts.lay_by("person:swb", key_of(here), here, crew.at)

    def erased_behind(**given: Any) -> list[Outcome]:
        found = append_records(**given)
        redact_record(
            acting=crew.scope("office"), at=crew.at, id=new_id(crew.at), of=draft.id,
            reason="涉及个人信息",
        )  # fmt: skip
        return found

    monkeypatch.setattr("tongxing.actions.hand_in.append_records", erased_behind)
    (taken,) = handed(crew, draft)
    assert (told(taken), taken.missing) == ("repeated" if again else "written", ())
    assert taken.warnings == (ERASED,)
    put_aside(crew, here, there)  # the phone has not heard, and brings them
    assert attached(draft) == []
    assert not Awaited.objects.exists()
    assert not StoredFile.objects.exists()


def test_sent_again_it_leaves_what_has_come_of_a_photo(
    crew: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line that broke in the middle of a photo costs no part that is here."""
    monkeypatch.setattr(parts, "CHUNK", 1_000)
    data = photo()
    draft = crew.draft(**named(data))
    handed(crew, draft)
    came = keep(crew, data, 0, 1)
    assert handed(crew, draft)[0].missing == (key_of(data),)
    assert parts.arrived("person:swb", key_of(data)) == came


# From the file of a phone that cannot send: the office looks first, then takes in.


def taken_in(crew: Cast, *some: Draft, photos: dict[str, bytes], account: str = "swb") -> TakenIn:
    return take_unsent(
        acting=crew.scope("office"), at=crew.at, account=account,
        handed=[HandedIn(one) for one in some], photos=photos,
    )  # fmt: skip


def audited() -> list[tuple[str, str, str]]:
    rows = AuditRow.objects.filter(verb="take-unsent").order_by("pk")
    return [(one.who, one.subject, one.detail) for one in rows]


def test_to_look_writes_nothing_at_all(crew: Cast) -> None:
    head, rows = head_of(c.BOOK), AuditRow.objects.count()
    good, bad = crew.draft(**named(photo())), crew.draft(happened=date(2025, 9, 1))
    some = try_unsent(
        acting=crew.scope("office"), at=crew.at, handed=[HandedIn(good), HandedIn(bad)]
    )
    assert [told(one) for one in some] == ["written", "invalid"]
    assert head_of(c.BOOK) == head
    assert AuditRow.objects.count() == rows
    assert not Record.objects.filter(pk=good.id).exists()


def test_what_looking_says_is_what_becomes_of_it(crew: Cast) -> None:
    first, bad = crew.draft(), crew.draft(place=c.HETONG, doers=(Doer("org:nobody"),))
    second = correction(crew, first.id)
    some = [HandedIn(first), HandedIn(bad), second]
    seen = try_unsent(acting=crew.scope("office"), at=crew.at, handed=some)
    done = take_unsent(
        acting=crew.scope("office"), at=crew.at, account="swb", handed=some, photos={}
    )
    assert [told(one) for one in done.taken] == [told(one) for one in seen]


def test_the_audit_says_whose_file_and_how_many(crew: Cast) -> None:
    taken_in(crew, crew.draft(), crew.draft(), crew.draft(happened=date(2025, 9, 1)), photos={})
    assert audited() == [("person:office", "account:swb", '{"records":2}')]


def test_a_file_that_adds_nothing_leaves_no_trace(crew: Cast) -> None:
    draft = crew.draft()
    taken_in(crew, draft, photos={})
    again = taken_in(crew, draft, photos={})
    nothing = taken_in(crew, crew.draft(happened=date(2025, 9, 1)), photos={})
    assert [told(one) for one in (*again.taken, *nothing.taken)] == ["repeated", "invalid"]
    assert len(audited()) == 1


def test_an_account_nobody_has_is_said_back_short(crew: Cast) -> None:
    taken_in(crew, crew.draft(), photos={}, account="某" * 90)
    assert audited()[0][1] == f"account:{'某' * 40}"


def test_photos_in_the_file_come_with_their_records(crew: Cast) -> None:
    good, bad, spare = photo(), b"no picture", photo(3_000, 1)
    draft = crew.draft(**named(good, bad))
    done = taken_in(crew, draft, photos={key_of(one): one for one in (good, bad, spare)})
    assert attached(draft) == [key_of(good)]
    assert list(done.photos) == [key_of(bad)]
    assert done.photos[key_of(bad)].endswith("。")
    assert parts.laid_by("person:office", key_of(spare)) is None  # no record of the file names it


def test_a_photo_under_a_wrong_sum_is_said_and_blocks_nothing(crew: Cast) -> None:
    data = photo()
    draft = crew.draft(files=("ab" * 32,))
    done = taken_in(crew, draft, photos={"ab" * 32: data})
    assert told(done.taken[0]) == "written"
    assert done.photos == {"ab" * 32: "照片与文件里写的不一致，可能已损坏。"}
