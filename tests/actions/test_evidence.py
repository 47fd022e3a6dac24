"""Photos and files of records: never asked for, said by the chain, taken off with a reason."""

from __future__ import annotations

import orjson
import pytest
from django.db import DatabaseError
from django.db import transaction

from tests.records import cast as c
from tests.records.evidence.drawn import scene
from tests.records.evidence.drawn import sent
from tests.records.evidence.drawn import with_a_place
from tongxing.actions.append_record import append_record
from tongxing.actions.attach_evidence import MOST_FILES
from tongxing.actions.attach_evidence import append_record_with_files
from tongxing.actions.attach_evidence import attach_evidence
from tongxing.actions.correct_record import correct_record
from tongxing.actions.entry import enter
from tongxing.actions.errors import Conflict
from tongxing.actions.errors import NoReason
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Unfitting
from tongxing.actions.keep_file import UnusableFile
from tongxing.actions.keep_file import cleaned_name
from tongxing.actions.keep_file import keep_file
from tongxing.actions.redact_evidence import redact_evidence
from tongxing.actions.redact_record import redact_record
from tongxing.actions.withdraw_evidence import withdraw_evidence
from tongxing.records.audit.models import AuditRow
from tongxing.records.evidence.models import Attachment
from tongxing.records.evidence.models import Removal
from tongxing.records.evidence.models import StoredFile
from tongxing.records.evidence.queries import attachments_of
from tongxing.records.evidence.storage import path_of
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Content
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import said
from tongxing.records.ledger.verify import verify


@pytest.fixture
def at_desk(crew, settings, tmp_path):
    settings.EVIDENCE = tmp_path
    return crew


def keep(crew, seed=1, who="swb", name="现场.jpg", caption=""):
    data = with_a_place(scene(seed, (300, 200)))
    scope = crew.scope(who)
    return keep_file(acting=scope, at=crew.at, name=name, data=data, caption=caption)


def fresh(crew, who="swb", **more):
    return {"acting": crew.scope(who), "at": crew.at, "id": new_id(crew.at), **more}


def write(crew, *files, who="swb", **changes):
    draft = crew.draft(id=new_id(crew.at), **changes)
    return append_record_with_files(acting=crew.scope(who), at=crew.at, draft=draft, files=files)


def shown(*records, seq=None):
    return [
        (one.record_id, one.file_id) for one in attachments_of([r.id for r in records], seq=seq)
    ]


def test_the_chain_holds_through_all_of_it(at_desk, django_capture_on_commit_callbacks):
    one, two = keep(at_desk, 1), keep(at_desk, 2)
    record = write(at_desk, one)
    attach_evidence(**fresh(at_desk, of=record.id, files=[two]))
    withdraw_evidence(**fresh(at_desk, of=record.id, file=two.sha256, reason="重复"))
    given = {"of": record.id, "file": one.sha256, "reason": "依本人申请"}
    redact_evidence(**fresh(at_desk, "office", **given))
    assert verify(c.BOOK).sound


def test_the_record_names_the_files_it_came_with(at_desk):
    one, two = keep(at_desk, 1), keep(at_desk, 2, caption="清理后")
    record = write(at_desk, two, one, two)
    assert said(record.body).files == tuple(sorted({one.sha256, two.sha256}))
    rows = attachments_of([record.id])
    assert [(row.file_id, row.name, row.caption) for row in rows] == [
        (two.sha256, "现场.jpg", "清理后"), (one.sha256, "现场.jpg", ""),
    ]  # fmt: skip
    assert {row.said_by_id for row in rows} == {record.id}
    assert {row.added_by for row in rows} == {"person:swb"}


def test_a_record_without_files_reads_as_it_always_did(at_desk):
    """What was hashed before there were files still hashes the same."""
    record = write(at_desk)
    assert set(orjson.loads(Content.objects.get(pk=record.id).text)) == {"text", "values"}


def test_the_same_form_sent_twice_adds_nothing(at_desk):
    one = keep(at_desk)
    draft = at_desk.draft()
    given = {"acting": at_desk.scope("swb"), "at": at_desk.at, "draft": draft}
    first = append_record_with_files(**given, files=[one])
    assert append_record_with_files(**given, files=[one]).id == first.id
    assert Attachment.objects.count() == Record.objects.filter(kind="labour-day").count() == 1
    with pytest.raises(Conflict):
        append_record_with_files(**given, files=[keep(at_desk, 2)])
    assert Attachment.objects.count() == 1


def test_a_file_added_later_is_said_by_a_record_of_its_own(at_desk):
    record, one = write(at_desk), keep(at_desk)
    note = attach_evidence(**fresh(at_desk, of=record.id, files=[one]))
    assert note.kind == "evidence-added"
    assert said(note.body).files == (one.sha256,)
    assert orjson.loads(note.about) == [f"record:{record.id}"]
    assert shown(record) == [(record.id, one.sha256)]
    assert shown(record, seq=record.seq) == []
    assert shown(record, seq=note.seq) == [(record.id, one.sha256)]


def test_the_same_photo_on_the_same_record_adds_nothing(at_desk):
    one = keep(at_desk)
    record = write(at_desk, one)
    records = Record.objects.count()
    assert attach_evidence(**fresh(at_desk, of=record.id, files=[one])) is None
    assert Record.objects.count() == records
    again = keep(at_desk, 1, name="另一个名字.jpg")
    assert again.sha256 == one.sha256
    assert StoredFile.objects.count() == 1


def test_adding_sent_twice_is_answered_as_the_first_time(at_desk):
    record, given = write(at_desk), fresh(at_desk, files=[keep(at_desk)])
    first = attach_evidence(**given, of=record.id)
    assert attach_evidence(**given, of=record.id).id == first.id
    assert Attachment.objects.count() == 1


def test_a_broken_photo_is_refused_in_words_and_nothing_is_kept(at_desk):
    with pytest.raises(UnusableFile) as refused:
        keep_file(
            acting=at_desk.scope("swb"),
            at=at_desk.at,
            name="a\u202egpj.断.jpg",
            data=b"\xff\xd8\xff",
        )
    assert refused.value.say().startswith("“agpj.断.jpg”没有收下：")
    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize(
    ("sent_as", "kept_as"),
    [
        ("C:\\照片\\村道.jpg", "村道.jpg"),
        ("../../etc/村道.jpg", "村道.jpg"),
        ("两\n行\t名.jpg", "两 行 名.jpg"),
        ("", "未命名"),
        ("/", "未命名"),
        ("\ud800坏.txt", "?坏.txt"),
        ("长" * 200 + ".jpg", "长" * 116 + ".jpg"),
        ("长" * 200, "长" * 120),
    ],
)
def test_a_name_is_what_people_see(sent_as, kept_as):
    assert cleaned_name(sent_as) == kept_as


def test_keeping_and_adding_leave_their_rows_in_the_audit(at_desk):
    one = keep(at_desk)
    record = write(at_desk)
    attach_evidence(**fresh(at_desk, of=record.id, files=[one]))
    told = set(AuditRow.objects.filter(who="person:swb").values_list("verb", flat=True))
    assert {"keep-file", "append", "attach-evidence"} <= told
    assert not AuditRow.objects.filter(detail__contains="现场").exists()


@pytest.mark.parametrize("who", ["zx", "supervisor", "auditor"])
def test_who_may_not_mend_a_record_adds_nothing_to_it(at_desk, who):
    record = write(at_desk)
    with pytest.raises(NotAllowed, match="附件"):
        attach_evidence(**fresh(at_desk, who, of=record.id, files=[keep(at_desk, who="swb")]))


def test_what_is_out_of_view_does_not_exist(at_desk):
    record = write(at_desk, keep(at_desk))
    with pytest.raises(NotFound):
        attach_evidence(**fresh(at_desk, "lyj", of=record.id, files=[keep(at_desk, 2)]))
    with pytest.raises(NotFound):
        withdraw_evidence(**fresh(at_desk, "lyj", of=record.id, file="0" * 64, reason="错"))


def test_a_corrected_record_takes_no_more_and_keeps_what_it_had(at_desk):
    one = keep(at_desk)
    old = write(at_desk, one)
    mended = at_desk.draft(id=new_id(at_desk.at), values={"people": "40"})
    scope = at_desk.scope("swb")
    new = correct_record(acting=scope, at=at_desk.at, of=old.id, draft=mended).written()
    with pytest.raises(Unfitting, match="最新的一版"):
        attach_evidence(**fresh(at_desk, of=old.id, files=[keep(at_desk, 2)]))
    attach_evidence(**fresh(at_desk, of=new.id, files=[keep(at_desk, 2)]))
    assert len(shown(old, new)) == 2
    assert shown(old) == [(old.id, one.sha256)]


@pytest.mark.parametrize("meanwhile", [False, True])
def test_an_erased_record_takes_no_more_and_its_correction_does(at_desk, monkeypatch, meanwhile):
    """Also one erased between the look at it and the file's coming to it (and, here, with it)."""
    record = write(at_desk, keep(at_desk))
    given = fresh(at_desk, of=record.id, files=[keep(at_desk, 2)])

    def erase():
        redact_record(**fresh(at_desk, "office", of=record.id, reason="依本人申请"))

    def entered(**row):
        erase()
        return enter(**row)

    if meanwhile:
        monkeypatch.setattr("tongxing.actions.attach_evidence.enter", entered)
    else:
        erase()
    with pytest.raises(Unfitting, match="已依法删减"):
        attach_evidence(**given)
    assert not Record.objects.filter(kind="evidence-added").exists()
    monkeypatch.undo()
    mended = at_desk.draft(id=new_id(at_desk.at), values={"people": "40"})
    scope = at_desk.scope("swb")
    new = correct_record(acting=scope, at=at_desk.at, of=record.id, draft=mended).written()
    attach_evidence(**given | {"of": new.id})
    assert [row[0] for row in shown(record, new)] == [record.id] * meanwhile + [new.id]


def test_a_record_holds_so_many_and_no_more(at_desk):
    some = [keep(at_desk, seed) for seed in range(MOST_FILES + 1)]
    with pytest.raises(Unfitting, match="最多"):
        write(at_desk, *some)
    record = write(at_desk, *some[:MOST_FILES])
    with pytest.raises(Unfitting, match="最多"):
        attach_evidence(**fresh(at_desk, of=record.id, files=some[MOST_FILES:]))


def test_what_is_taken_off_is_shown_no_more_and_the_chain_says_why(at_desk):
    one = keep(at_desk)
    record = write(at_desk, one)
    given = fresh(at_desk, of=record.id, file=one.sha256)
    with pytest.raises(NoReason):
        withdraw_evidence(**given, reason=" ")
    note = withdraw_evidence(**given, reason="传错了村")
    assert withdraw_evidence(**given, reason="传错了村").id == note.id
    assert said(note.body).values == {"reason": "传错了村"}
    assert shown(record) == []
    assert shown(record, seq=record.seq) == [(record.id, one.sha256)], "as it was known then"
    assert path_of(one.sha256).exists(), "taken off, not erased"
    with pytest.raises(NotFound):
        withdraw_evidence(**fresh(at_desk, of=record.id, file=one.sha256, reason="再来"))
    attach_evidence(**fresh(at_desk, of=record.id, files=[one]))
    assert shown(record) == [(record.id, one.sha256)], "and may come back"


@pytest.mark.parametrize("other", [withdraw_evidence, redact_evidence])
def test_of_two_who_take_it_off_at_once_the_later_is_told(at_desk, monkeypatch, other):
    one = keep(at_desk)
    record = write(at_desk, one)
    given = {"of": record.id, "file": one.sha256, "reason": "传错了村"}

    def entered(**row):
        monkeypatch.undo()
        other(**fresh(at_desk, "office", **given))
        return enter(**row)

    monkeypatch.setattr("tongxing.actions.withdraw_evidence.enter", entered)
    with pytest.raises(NotFound, match="可能已经撤下"):
        withdraw_evidence(**fresh(at_desk, **given))


def test_the_law_takes_the_bytes_and_the_words(at_desk, django_capture_on_commit_callbacks):
    one = keep(at_desk, caption="张某家门口")
    record = write(at_desk, one)
    given = {"of": record.id, "file": one.sha256, "reason": "依本人申请"}
    with pytest.raises(NotAllowed):
        redact_evidence(**fresh(at_desk, "swb", **given))
    with django_capture_on_commit_callbacks(execute=True):
        redact_evidence(**fresh(at_desk, "office", **given))
    assert not path_of(one.sha256).exists()
    row = Attachment.objects.get()
    assert (row.name, row.caption) == ("", "")
    stored = StoredFile.objects.get()
    assert stored.erased == at_desk.at
    assert stored.likeness is stored.mirrored is None
    assert Removal.objects.get().erased
    assert shown(record, seq=record.seq) == [], "not even as it was known before"
    with pytest.raises(Unfitting, match="依法删除"):
        keep(at_desk)


def test_a_photo_another_record_shows_stays_there(at_desk, django_capture_on_commit_callbacks):
    one = keep(at_desk)
    first, second = write(at_desk, one), write(at_desk, one, text="另一天")
    given = {"of": first.id, "file": one.sha256, "reason": "依本人申请"}
    with django_capture_on_commit_callbacks(execute=True):
        redact_evidence(**fresh(at_desk, "office", **given))
    assert shown(first, second) == [(second.id, one.sha256)]
    assert path_of(one.sha256).exists()


def test_erasing_a_record_erases_its_photos(at_desk, django_capture_on_commit_callbacks):
    one, two = keep(at_desk, 1), keep(at_desk, 2)
    record = write(at_desk, one, two)
    withdraw_evidence(**fresh(at_desk, of=record.id, file=two.sha256, reason="重复"))
    with django_capture_on_commit_callbacks(execute=True):
        redact_record(**fresh(at_desk, "office", of=record.id, reason="依本人申请"))
    assert shown(record) == []
    assert not path_of(one.sha256).exists()
    assert not path_of(two.sha256).exists()
    assert set(Attachment.objects.values_list("name", "caption")) == {("", "")}
    assert not Record.objects.get(pk=record.id).body.text


@pytest.mark.parametrize(
    "meddling",
    [
        lambda row: Attachment.objects.filter(pk=row.pk).update(record_id=row.said_by_id),
        lambda row: Attachment.objects.filter(pk=row.pk).update(added_by="person:zx"),
        lambda row: Attachment.objects.filter(pk=row.pk).update(caption="改了"),
        lambda row: Attachment.objects.filter(pk=row.pk)._raw_delete("default"),
        lambda row: Removal.objects.update(removed_by="person:zx"),
        lambda row: Removal.objects.all()._raw_delete("default"),
        lambda row: StoredFile.objects.filter(pk="f" * 64)._raw_delete("default"),
    ],
)
def test_the_database_refuses_to_change_what_was_said(at_desk, meddling):
    one, two = keep(at_desk, 1), keep(at_desk, 2)
    record, other = write(at_desk, one, two), write(at_desk, text="另一件")
    attach_evidence(**fresh(at_desk, of=other.id, files=[one]))
    withdraw_evidence(**fresh(at_desk, of=record.id, file=two.sha256, reason="错"))
    StoredFile.objects.create(sha256="f" * 64, media_type="text/plain", size=1, stored=at_desk.at)
    row = Attachment.objects.exclude(record=record).get()
    with pytest.raises(DatabaseError), transaction.atomic():
        meddling(row)


def test_a_plain_record_may_name_photos_still_on_their_way(at_desk):
    """A record lists the photos it expects; they are shown once they are here."""
    key = "a" * 64
    record = append_record(
        acting=at_desk.scope("swb"), at=at_desk.at, draft=at_desk.draft(files=(key,))
    )
    assert said(record.body).files == (key,)
    assert shown(record) == []


def test_a_small_document_is_kept_beside_photos(at_desk):
    scope = at_desk.scope("swb")
    text = keep_file(acting=scope, at=at_desk.at, name="名单.txt", data="三十人".encode())
    record = write(at_desk, text, keep(at_desk))
    assert len(shown(record)) == 2
    assert path_of(text.sha256).read_bytes() == "三十人".encode()


def test_a_plain_scan_is_a_photo_too(at_desk):
    scope = at_desk.scope("swb")
    png = sent(scene(5, (200, 100)), "PNG")
    assert keep_file(acting=scope, at=at_desk.at, name="扫描.png", data=png).name == "扫描.png"
