"""The same photo added again: to one record, to two, after it was taken off, after a correction."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.records import cast as c
from tests.records.evidence.drawn import scene
from tests.records.evidence.drawn import sent
from tongxing.actions.attach_evidence import append_record_with_files
from tongxing.actions.attach_evidence import attach_evidence
from tongxing.actions.correct_record import correct_record
from tongxing.actions.keep_file import keep_file
from tongxing.actions.withdraw_evidence import withdraw_evidence
from tongxing.records.evidence.models import Attachment
from tongxing.records.evidence.models import StoredFile
from tongxing.records.evidence.queries import attachments_of
from tongxing.records.evidence.queries import ever_attached
from tongxing.records.evidence.storage import path_of
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import said
from tongxing.records.ledger.verify import verify


class Desk:
    """市委办 at its desk, with photos in hand."""

    def __init__(self, crew) -> None:
        self.crew = crew
        self.given = {"acting": crew.scope("swb"), "at": crew.at}

    def photo(self, seed=1, name="现场.jpg", caption=""):
        data = sent(scene(seed, (60, 40)))
        return keep_file(**self.given, name=name, data=data, caption=caption)

    def write(self, *files, **changes) -> Record:
        draft = self.crew.draft(id=new_id(self.crew.at), **changes)
        return append_record_with_files(**self.given, draft=draft, files=files)

    def add(self, record, *files):
        return attach_evidence(**self.given, id=new_id(self.crew.at), of=record.id, files=files)

    def take_off(self, record, file):
        about = {"of": record.id, "file": file.sha256, "reason": "重复"}
        return withdraw_evidence(**self.given, id=new_id(self.crew.at), **about)

    def correct(self, record) -> Record:
        draft = self.crew.draft(id=new_id(self.crew.at), values={"people": "40"})
        return correct_record(**self.given, of=record.id, draft=draft).written()


@pytest.fixture
def desk(crew) -> Desk:
    return Desk(crew)


def shown(*records, seq=None) -> list[str]:
    return [row.file_id for row in attachments_of([one.id for one in records], seq=seq)]


def files_in(folder: Path) -> int:
    return sum(one.is_file() for one in folder.rglob("*"))


def test_one_photo_under_two_names_in_one_form_is_one(desk, folder):
    first, second = desk.photo(name="一.jpg", caption="清理前"), desk.photo(name="二.jpg")
    record = desk.write(first, second)
    (row,) = attachments_of([record.id])
    assert (row.name, row.caption) == ("一.jpg", "清理前"), "as it was called first"
    assert (StoredFile.objects.count(), files_in(folder)) == (1, 1)


@pytest.mark.parametrize("name", ["现场.jpg", "另一个名字.jpg", "现场.png"])
def test_added_again_under_any_name_it_adds_no_row_and_no_record(desk, name):
    record = desk.write(desk.photo())
    before = (Record.objects.count(), Attachment.objects.count())
    assert desk.add(record, desk.photo(name=name, caption="又一次")) is None
    assert (Record.objects.count(), Attachment.objects.count()) == before
    assert attachments_of([record.id])[0].name == "现场.jpg"


def test_of_several_added_only_the_new_ones_are_said(desk):
    old, new = desk.photo(1), desk.photo(2)
    record = desk.write(old)
    note = desk.add(record, new, old, new)
    assert said(note.body).files == (new.sha256,)
    assert shown(record) == [old.sha256, new.sha256]
    assert desk.add(record, new, old) is None


def test_on_two_records_it_is_one_file_shown_by_both(desk, folder):
    photo = desk.photo()
    first, second = desk.write(photo), desk.write(text="另一天")
    note = desk.add(second, desk.photo(name="同一张.jpg"))
    assert said(note.body).files == (photo.sha256,)
    assert (StoredFile.objects.count(), files_in(folder)) == (1, 1)
    assert {row.record_id: row.name for row in attachments_of([first.id, second.id])} == {
        first.id: "现场.jpg", second.id: "同一张.jpg",
    }  # fmt: skip


def test_taken_off_one_record_it_stays_on_the_other(desk):
    photo = desk.photo()
    first, second = desk.write(photo), desk.write(photo, text="另一天")
    desk.take_off(first, photo)
    assert (shown(first), shown(second)) == ([], [photo.sha256])
    assert path_of(photo.sha256).exists()


def test_taken_off_and_added_again_it_is_shown_once_and_every_step_stays_known(desk):
    photo = desk.photo()
    record = desk.write(photo)
    steps = [record, desk.take_off(record, photo), desk.add(record, desk.photo(name="再传.jpg"))]
    steps += [desk.take_off(record, photo), desk.add(record, photo)]
    there = [len(shown(record, seq=one.seq)) for one in steps]
    assert there == [1, 0, 1, 0, 1]
    assert shown(record) == [photo.sha256]
    rows = ever_attached(record.id)
    assert [row.said_by_id for row in rows] == [steps[0].id, steps[2].id, steps[4].id]
    assert [hasattr(row, "removal") for row in rows] == [True, True, False]
    assert verify(c.BOOK).sound


def test_the_correction_is_shown_with_what_came_before_it(desk):
    before, later = desk.photo(1), desk.photo(2)
    old = desk.write(before)
    desk.add(old, later)
    new = desk.correct(old)
    assert shown(new) == [], "nothing is copied"
    assert shown(old, new) == [before.sha256, later.sha256]


def test_a_photo_of_the_version_before_may_be_added_to_the_correction(desk, folder):
    photo = desk.photo()
    old = desk.write(photo)
    new = desk.correct(old)
    desk.add(new, desk.photo(name="更正后.jpg"))
    assert shown(old, new) == [photo.sha256] * 2
    assert shown(old, new, seq=new.seq) == [photo.sha256], "as known when it was corrected"
    assert (StoredFile.objects.count(), files_in(folder)) == (1, 1)
