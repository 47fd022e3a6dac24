"""A lawful erasure: words and names go, figures stay, and the hole says why and by whom."""

from __future__ import annotations

from typing import Any

import pytest

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions import redact_record as redacting
from tongxing.actions.append_record import append_record
from tongxing.actions.correct_record import correct_record
from tongxing.actions.entry import Outcome
from tongxing.actions.errors import Unfitting
from tongxing.actions.redact_record import redact_record
from tongxing.records.audit.models import AuditRow
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Content
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import versions_of
from tongxing.records.ledger.rows import said
from tongxing.records.ledger.verify import verify

# kind, as typed -> what stays of it
KEPT: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "labour-day": ({"people": "三十多人次"}, {"people": {"v": 30, "approx": "多"}}),
    "purchase": (
        {"amount": "近3万元", "mode": "buy", "goods": "张某家的荔枝"},
        {"amount": {"v": 3_000_000, "approx": "近"}, "mode": "buy"},
    ),
}


def erased(crew: Cast, record: Record, reason: str = "依本人申请") -> Record:
    return redact_record(
        acting=crew.scope("office"), at=crew.at, id=new_id(crew.at), of=record.id, reason=reason
    )


@pytest.mark.parametrize("kind", KEPT)
def test_figures_days_and_choices_stay_and_words_go(crew: Cast, kind: str) -> None:
    typed, kept = KEPT[kind]
    draft = crew.draft(kind=kind, values=typed, text="张某反映的情况")
    record = append_record(acting=crew.scope("swb"), at=crew.at, draft=draft)
    erased(crew, record)
    after = Record.objects.select_related("body").get(pk=record.id)
    found = said(after.body)
    assert (found.redacted, found.text, found.values) == (True, "", kept)
    assert (after.happened, after.kind, after.hash) == (record.happened, kind, record.hash)
    everything = Content.objects.values_list("text", "kept")
    assert not any("张某" in (part or "") for row in everything for part in row)


def test_the_hole_says_why_and_by_whom(crew: Cast) -> None:
    record = append_record(acting=crew.scope("swb"), at=crew.at, draft=crew.draft())
    note = erased(crew, record, " 依本人申请 ")
    (shown,) = versions_of(Record.objects.get(pk=record.id)).notes
    assert shown == note
    assert said(shown.body).values["reason"] == "依本人申请"
    assert shown.recorded_by == "person:office"
    assert [
        (row.verb, row.who) for row in AuditRow.objects.filter(subject=f"record:{note.id}")
    ] == [("redact", "person:office")]
    assert verify(c.BOOK).broken is None


def test_an_erased_record_still_counts_and_may_be_corrected(crew: Cast) -> None:
    record = append_record(acting=crew.scope("swb"), at=crew.at, draft=crew.draft())
    erased(crew, record)
    assert versions_of(record).current == record
    draft = crew.draft(id=new_id(crew.at), values={"people": "28"}, text="")
    correct_record(acting=crew.scope("swb"), at=crew.at, of=record.id, draft=draft)
    current = versions_of(record).current
    assert current is not None
    assert current.id == draft.id


def test_of_two_erasures_at_once_the_later_is_refused_in_words(
    crew: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = append_record(acting=crew.scope("swb"), at=crew.at, draft=crew.draft())
    enter = redacting.enter

    def behind_another(**asked: Any) -> Outcome:
        monkeypatch.setattr(redacting, "enter", enter)
        erased(crew, record, "另一位同志先办")
        return enter(**asked)

    monkeypatch.setattr(redacting, "enter", behind_another)
    with pytest.raises(Unfitting, match="此前已依法删减"):
        erased(crew, record)


def test_only_the_version_named_is_erased(crew: Cast) -> None:
    record = append_record(acting=crew.scope("swb"), at=crew.at, draft=crew.draft())
    draft = crew.draft(id=new_id(crew.at), text="另一种说法")
    correct_record(acting=crew.scope("swb"), at=crew.at, of=record.id, draft=draft)
    erased(crew, record)
    assert said(Content.objects.get(pk=record.id)).redacted
    assert said(Content.objects.get(pk=draft.id)).text == "另一种说法"


def test_an_erasure_sent_again_is_answered_alike(crew: Cast) -> None:
    record = append_record(acting=crew.scope("swb"), at=crew.at, draft=crew.draft())
    given = {"acting": crew.scope("office"), "at": crew.at, "id": new_id(crew.at)}
    one = redact_record(**given, of=record.id, reason="依申请")
    assert redact_record(**given, of=record.id, reason="依申请") == one
    assert Record.objects.filter(kind="record-redacted").count() == 1
