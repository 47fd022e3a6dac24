"""A photo from a phone, part by part: damage, room, what the law took away, who it is kept for."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.actions.bringing import NOTHING
from tests.actions.bringing import attached
from tests.actions.bringing import keep
from tests.actions.bringing import written
from tests.pages.api.phone.pictures import gif
from tests.pages.api.phone.pictures import key_of
from tests.pages.api.phone.pictures import photo
from tests.pages.api.phone.pictures import png
from tests.pages.api.phone.pictures import with_place
from tests.records import cast as c
from tests.records.cast import Cast
from tests.records.read_whole import read_whole
from tongxing.actions.attach_evidence import append_record_with_files
from tongxing.actions.attach_evidence import attach_evidence
from tongxing.actions.errors import Unfitting
from tongxing.actions.keep_accounts import grant_role
from tongxing.actions.keep_file import UnusableFile
from tongxing.actions.keep_photo import Damaged
from tongxing.actions.keep_photo import Erased
from tongxing.actions.keep_photo import NoRoom
from tongxing.actions.keep_photo import keep_laid_by
from tongxing.actions.keep_photo import keep_photo
from tongxing.actions.keep_photo import laid_by
from tongxing.actions.keep_photo import photo_state
from tongxing.actions.look_at_photos import look_at_photos
from tongxing.actions.redact_evidence import redact_evidence
from tongxing.actions.tidy_photos import tidy_photos
from tongxing.records.accounts.access import everything
from tongxing.records.accounts.queries import colleagues_of
from tongxing.records.audit.models import AuditRow
from tongxing.records.evidence import parts
from tongxing.records.evidence.kept import Kept
from tongxing.records.evidence.models import StoredFile
from tongxing.records.evidence.parts import Arrived
from tongxing.records.evidence.pictures import looks
from tongxing.records.evidence.queries import awaited_of
from tongxing.records.evidence.queries import not_looked_at
from tongxing.records.evidence.smaller import small_picture
from tongxing.records.evidence.storage import path_of
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record

SMALL = 1_000  # bytes of a part in these tests


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of this test alone; parts are short, so that a small photo has several."""
    settings.EVIDENCE = str(tmp_path / "evidence")
    monkeypatch.setattr(parts, "CHUNK", SMALL)
    return tmp_path / "evidence"


def state(crew: Cast, data: bytes, who: str = "swb") -> Arrived:
    return photo_state(acting=crew.scope(who), at=crew.at, key=key_of(data))


def complete(data: bytes) -> Arrived:
    return Arrived(len(data), tuple(range(parts.number_of(len(data)))), whole=True)


def test_part_by_part_until_it_is_whole(crew: Cast) -> None:
    data = photo()
    last = parts.number_of(len(data)) - 1
    assert state(crew, data) == NOTHING
    for n in range(last):
        assert keep(crew, data, n) == Arrived(len(data), tuple(range(n + 1)))
    assert keep(crew, data, last) == state(crew, data) == complete(data)
    assert parts.laid_by("person:swb", key_of(data)) == data
    assert not StoredFile.objects.exists()  # no record names it yet


def test_a_record_that_waits_gets_its_photo_at_once(crew: Cast) -> None:
    data = photo()
    draft = written(crew, data)
    assert awaited_of([draft.id]) == {draft.id: (key_of(data),)}
    assert keep(crew, data) == state(crew, data) == complete(data)
    assert attached(draft) == [key_of(data)]
    assert awaited_of([draft.id]) == {}
    assert parts.laid_by("person:swb", key_of(data)) is None
    note = AuditRow.objects.get(verb="keep-file")
    assert (note.who, note.subject) == ("person:swb", f"file:{key_of(data)}")


def test_every_record_that_waits_gets_it(crew: Cast) -> None:
    data, other = photo(), photo(3_000, 1)
    first, second = written(crew, data), written(crew, data, other)
    keep(crew, data)
    assert (attached(first), attached(second)) == ([key_of(data)], [key_of(data)])
    assert awaited_of([first.id, second.id]) == {second.id: (key_of(other),)}
    assert AuditRow.objects.filter(verb="keep-file").count() == 1


def test_a_photo_never_reads_the_whole_ledger(crew: Cast) -> None:
    """A plan made while the ledger was small is kept when it is large."""
    data = photo()
    written(crew, data)
    before = read_whole("ledger_record")
    keep(crew, data)
    assert read_whole("ledger_record") == before


def test_the_same_again_adds_nothing(crew: Cast) -> None:
    data = photo()
    draft = written(crew, data)
    keep(crew, data)
    audited = AuditRow.objects.count()
    assert keep(crew, data, 0) == keep(crew, data) == complete(data)
    assert attached(draft) == [key_of(data)]
    assert AuditRow.objects.count() == audited


def test_put_aside_the_same_again_takes_no_more_room(crew: Cast) -> None:
    data = photo()
    keep(crew, data)
    left = parts.room_left("person:swb", crew.at)
    assert keep(crew, data) == complete(data)
    assert parts.room_left("person:swb", crew.at) == left


@pytest.mark.parametrize(
    "changes",
    [
        {"size": 0},
        {"size": -1},
        {"n": -1},
        {"n": 99},
        {"data": b""},
        {"data": b"x" * (SMALL - 1)},
        {"data": b"x" * (SMALL + 1)},
    ],
    ids=["size 0", "size -1", "part -1", "part 99", "empty", "too short", "too long"],
)
def test_a_part_that_fits_nothing(crew: Cast, changes: dict[str, Any]) -> None:
    data = photo()
    with pytest.raises(Damaged) as refused:
        keep(crew, data, 0, **changes)
    assert refused.value.say() == "照片的这一段没有传完整，请重传这一段。"
    assert refused.value.code == "damaged"
    assert state(crew, data) == NOTHING


def test_a_photo_above_a_megabyte_is_never_begun(crew: Cast, folder: Path) -> None:
    with pytest.raises(UnusableFile) as refused:
        keep(crew, photo(), 0, size=1_000_001)
    assert "超过1MB" in refused.value.say()
    assert "请重新选择" in refused.value.say()
    assert not folder.exists()


def test_bytes_that_changed_on_the_way_start_anew(crew: Cast) -> None:
    data = photo()
    last = parts.number_of(len(data)) - 1
    keep(crew, data, *range(last))
    with pytest.raises(Damaged) as refused:
        keep(crew, data, last, data=bytes(len(data) - last * SMALL))
    assert refused.value.say() == "照片传到后与手机上的不一致，请重新传这张照片。"
    assert state(crew, data) == NOTHING
    assert keep(crew, data) == complete(data)


@pytest.mark.parametrize(
    ("data", "waits"),
    [
        (b"no picture at all" * 100, True),
        (b"no picture at all" * 100, False),
        (gif(), True),
        (with_place(), True),
        (with_place(), False),
        (photo()[:-500], True),
        (png(words="somebody's name"), True),
    ],
)
def test_what_is_no_bare_picture_is_dropped_and_its_record_stays(
    crew: Cast, data: bytes, waits: bool
) -> None:
    draft = written(crew, data) if waits else None
    with pytest.raises(UnusableFile) as refused:
        keep(crew, data)
    assert refused.value.say().endswith("。")
    assert state(crew, data) == NOTHING
    assert not StoredFile.objects.exists()
    if draft:
        assert awaited_of([draft.id]) == {draft.id: (key_of(data),)}


def test_room_is_for_photos_no_record_names(crew: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "WAITING", 0)
    data = photo()
    with pytest.raises(NoRoom) as refused:
        keep(crew, data, 0)
    assert refused.value.code == "quota"
    assert "请先把写好的记录发出" in refused.value.say()
    assert "30天后自动清理" in refused.value.say()
    assert state(crew, data) == NOTHING
    draft = written(crew, data)  # once it is named it has its room
    keep(crew, data)
    assert attached(draft) == [key_of(data)]


def test_a_photo_of_one_part_asks_for_room_too(crew: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "CHUNK", 256 * 1024)
    monkeypatch.setattr(parts, "WAITING", 100)
    data = photo()
    with pytest.raises(NoRoom):
        keep_photo(acting=crew.scope("swb"), at=crew.at, key=key_of(data), data=data)
    assert state(crew, data) == NOTHING


def test_the_room_of_one_is_not_the_room_of_another(crew: Cast) -> None:
    data = photo()
    keep(crew, data, who="zx")
    assert state(crew, data, "swb") == NOTHING
    assert parts.room_left("person:swb", crew.at) == parts.WAITING


def erase(data: bytes) -> Callable[[Any], frozenset[str]]:
    return lambda keys: frozenset(keys) & {key_of(data)}


def test_what_the_law_took_away_is_never_taken_again(
    crew: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, other = photo(), photo(3_000, 1)
    monkeypatch.setattr("tongxing.actions.keep_photo.erased_among", erase(data))
    said = "这张照片此前已依法删除，不能再次添加。"
    for attempt in (
        lambda: keep(crew, data, 0),
        lambda: state(crew, data),
        lambda: keep_photo(acting=crew.scope("swb"), at=crew.at, key=key_of(data), data=data),
    ):
        with pytest.raises(Erased) as refused:
            attempt()
        assert (refused.value.code, refused.value.say()) == ("erased", said)
    assert keep(crew, other) == complete(other)


def test_whose_record_waits_is_whose_photo_counts(crew: Cast) -> None:
    """Another's upload of the very bytes does not show them in my record."""
    data = photo()
    draft = written(crew, data)
    keep(crew, data, who="zx")
    assert attached(draft) == []
    assert awaited_of([draft.id]) == {draft.id: (key_of(data),)}
    keep(crew, data)
    assert attached(draft) == [key_of(data)]


def test_a_photo_put_aside_is_added_when_asked_after_its_record_came(crew: Cast) -> None:
    """A break between photo and record: the phone asks how much is here, and that mends it."""
    data = photo()
    draft = written(crew, data)
    parts.lay_by("person:swb", key_of(data), data, crew.at)
    assert state(crew, data) == complete(data)
    assert attached(draft) == [key_of(data)]
    assert parts.laid_by("person:swb", key_of(data)) is None


def test_a_whole_photo_from_a_file(crew: Cast) -> None:
    data = photo()
    draft = written(crew, data)
    keep_photo(acting=crew.scope("swb"), at=crew.at, key=key_of(data), data=data)
    assert attached(draft) == [key_of(data)]


def test_a_photo_in_a_file_that_is_another(crew: Cast) -> None:
    with pytest.raises(Damaged) as refused:
        keep_photo(acting=crew.scope("swb"), at=crew.at, key="0" * 64, data=photo())
    assert refused.value.say() == "照片与文件里写的不一致，可能已损坏。"


def test_to_keep_what_was_put_aside(crew: Cast) -> None:
    data, acting = photo(), crew.scope("swb")
    key = key_of(data)
    assert laid_by(acting=acting, key=key) is None
    parts.lay_by("person:swb", key, data, crew.at)
    assert laid_by(acting=crew.scope("zx"), key=key) is None  # not theirs
    ready = laid_by(acting=acting, key=key)
    assert ready is not None
    assert keep_laid_by(acting=acting, at=crew.at, key=key, ready=ready)
    assert StoredFile.objects.get(pk=key).size == len(data)
    assert AuditRow.objects.get(verb="keep-file").subject == f"file:{key}"


@pytest.mark.parametrize("told", [b"spoilt", photo()], ids=["no picture", "torn"])
def test_what_was_put_aside_and_spoilt_on_disk_is_dropped(crew: Cast, told: bytes) -> None:
    key = sha256(told).hexdigest()
    parts.lay_by("person:swb", key, told[:500], crew.at)
    assert laid_by(acting=crew.scope("swb"), key=key) is None
    assert parts.laid_by("person:swb", key) is None


def test_what_was_put_aside_and_erased_since_is_not_kept(crew: Cast) -> None:
    """The law had it taken away from another record at this very moment."""
    data, acting = photo(), crew.scope("swb")
    draft = written(crew, data)
    keep(crew, data)
    parts.lay_by("person:swb", key_of(data), data, crew.at)
    ready = laid_by(acting=acting, key=key_of(data))
    assert ready is not None
    erased = {"of": draft.id, "file": key_of(data), "reason": "依本人申请"}
    redact_evidence(acting=crew.scope("office"), at=crew.at, id=new_id(crew.at), **erased)
    assert not keep_laid_by(acting=acting, at=crew.at, key=key_of(data), ready=ready)
    assert AuditRow.objects.filter(verb="keep-file").count() == 1  # as it was first brought


def test_an_office_has_less_room_than_all_its_accounts(
    crew: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """市委办 and its colleague together; another unit has room of its own."""
    colleague = crew.account("fl")
    grant_role(
        acting=everything(), at=crew.at, account=colleague, role="unit", party=c.SWB, place="",
        since=c.LONG_AGO,
    )  # fmt: skip
    assert colleagues_of(crew.scope("swb")) == {"person:swb", "person:fl"}
    first, second, third = (photo(3_000, n) for n in range(3))
    monkeypatch.setattr(parts, "TOGETHER", parts.LEAST + 10)
    for who, data in (("fl", first), ("lyj", third)):
        keep_photo(acting=crew.scope(who), at=crew.at, key=key_of(data), data=data)
    with pytest.raises(NoRoom):
        keep_photo(acting=crew.scope("swb"), at=crew.at, key=key_of(second), data=second)
    assert state(crew, second) == NOTHING
    assert state(crew, third, "lyj") == complete(third)


def test_what_a_power_cut_left_undone_is_put_right(crew: Cast, folder: Path) -> None:
    """The name of a kept photo was not on the disk yet; bytes of an erased one still were."""
    data, gone, waiting = photo(), photo(3_000, 1), photo(3_000, 2)
    draft = written(crew, data, gone)
    keep(crew, data)
    keep(crew, gone)
    keep(crew, waiting)
    path_of(key_of(data)).rename(parts._folder("person:swb") / f"{key_of(data)}.whole")
    erased = {"of": draft.id, "file": key_of(gone), "reason": "依本人申请"}
    redact_evidence(acting=crew.scope("office"), at=crew.at, id=new_id(crew.at), **erased)
    assert path_of(key_of(gone)).exists()  # taken away once the transaction held; it was killed
    tidy_photos(at=crew.at)
    assert path_of(key_of(data)).read_bytes() == data
    assert not path_of(key_of(gone)).exists()
    assert parts.laid_by("person:swb", key_of(waiting)) == waiting
    assert state(crew, data) == complete(data)


def test_a_phone_that_asks_again_puts_it_right_too(crew: Cast) -> None:
    data = photo()
    written(crew, data)
    keep(crew, data)
    path_of(key_of(data)).rename(parts._folder("person:swb") / f"{key_of(data)}.whole")
    assert state(crew, data) == complete(data)
    assert path_of(key_of(data)).read_bytes() == data
    assert parts.laid_by("person:swb", key_of(data)) is None


def test_what_a_power_cut_tore_is_not_taken_for_whole(crew: Cast) -> None:
    """It was put aside, and the power went before it was on the disk: the name is, the end is not."""
    data = photo()
    parts.lay_by("person:swb", key_of(data), data[:-1], crew.at)
    assert keep(crew, data, 0) == Arrived(len(data), (0,))
    assert keep(crew, data) == state(crew, data) == complete(data)
    assert parts.laid_by("person:swb", key_of(data)) == data


def test_a_photo_that_got_lost_here_is_taken_once_more(crew: Cast) -> None:
    data = photo()
    draft = written(crew, data)
    keep(crew, data)
    path_of(key_of(data)).unlink()
    assert state(crew, data) == NOTHING
    assert keep(crew, data) == state(crew, data) == complete(data)
    assert path_of(key_of(data)).read_bytes() == data
    assert attached(draft) == [key_of(data)]


def test_what_photos_look_like_is_worked_out_when_asked(crew: Cast) -> None:
    """Those asked for first, then others of the book; what cannot be drawn is said once."""
    some = [photo(3_000, n) for n in range(3)]
    written(crew, *some)
    for one in some:
        keep(crew, one)
    first, second, spoilt = (key_of(one) for one in some)
    path_of(spoilt).write_bytes(some[2][:200])
    look_at_photos(keys=[first])
    seen = StoredFile.objects.in_bulk()
    assert (seen[first].likeness, seen[first].mirrored) == looks(some[0])
    assert not seen[second].looked_at
    look_at_photos(keys=[], book=c.BOOK)
    seen = StoredFile.objects.in_bulk()
    assert all(one.looked_at for one in seen.values())
    assert seen[spoilt].likeness is None
    assert not_looked_at(c.BOOK, 10) == []
    assert small_picture(spoilt) is None
    assert small_picture(first).exists()


def test_erased_while_it_is_attached(crew: Cast) -> None:
    """A form was open while the law had its photo taken away from another record."""
    data = photo()
    draft = written(crew, data)
    keep(crew, data)
    redact_evidence(
        acting=crew.scope("office"), at=crew.at, id=new_id(crew.at), of=draft.id,
        file=key_of(data), reason="依本人申请",
    )  # fmt: skip
    file = Kept(key_of(data), "现场.jpg")
    late = crew.draft(text="另一次")
    with pytest.raises(Unfitting, match="依法删除"):
        append_record_with_files(acting=crew.scope("swb"), at=crew.at, draft=late, files=[file])
    assert not Record.objects.filter(pk=late.id).exists()
    other = written(crew)
    given = {"id": new_id(crew.at), "of": other.id, "files": [file]}
    with pytest.raises(Unfitting, match="依法删除"):
        attach_evidence(acting=crew.scope("swb"), at=crew.at, **given)
    assert attached(other) == []
