"""A photo from a phone, part by part: damage, what the law took away, who it is kept for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.actions.bringing import NOTHING
from tests.actions.bringing import SMALL
from tests.actions.bringing import attached
from tests.actions.bringing import complete
from tests.actions.bringing import keep
from tests.actions.bringing import state
from tests.actions.bringing import written
from tests.pages.api.phone.pictures import gif
from tests.pages.api.phone.pictures import key_of
from tests.pages.api.phone.pictures import photo
from tests.pages.api.phone.pictures import png
from tests.pages.api.phone.pictures import with_place
from tests.records.cast import Cast
from tests.records.read_whole import read_whole
from tongxing.actions.keep_file import UnusableFile
from tongxing.actions.keep_photo import Damaged
from tongxing.actions.keep_photo import Erased
from tongxing.actions.keep_photo import keep_photo
from tongxing.records.audit.models import AuditRow
from tongxing.records.evidence import parts
from tongxing.records.evidence.models import StoredFile
from tongxing.records.evidence.parts import Arrived
from tongxing.records.evidence.queries import awaited_of
from tongxing.records.evidence.storage import path_of

pytestmark = pytest.mark.usefixtures("short_parts")


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


def test_one_erased_on_the_way_to_its_place_is_not_told_to_be_there(
    crew: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The records had it already; the erasure emptied the folder before the photo was moved."""
    data = photo()
    written(crew, data)

    def erased_meanwhile(by: str, key: str) -> bool:
        StoredFile.objects.filter(pk=key).update(erased=crew.at)
        parts.forget(by, key)
        return False

    monkeypatch.setattr(parts, "hand_over", erased_meanwhile)
    with pytest.raises(Erased):
        keep(crew, data)
    assert not path_of(key_of(data)).exists()


def test_whose_record_waits_is_whose_photo_counts(crew: Cast) -> None:
    """Another's upload of the very bytes does not show them in my record."""
    data = photo()
    draft = written(crew, data)
    keep(crew, data, who="zx")
    assert attached(draft) == []
    assert awaited_of([draft.id]) == {draft.id: (key_of(data),)}
    keep(crew, data)
    assert attached(draft) == [key_of(data)]


def test_a_whole_photo_from_a_file(crew: Cast) -> None:
    data = photo()
    draft = written(crew, data)
    keep_photo(acting=crew.scope("swb"), at=crew.at, key=key_of(data), data=data)
    assert attached(draft) == [key_of(data)]


def test_a_photo_in_a_file_that_is_another(crew: Cast) -> None:
    with pytest.raises(Damaged) as refused:
        keep_photo(acting=crew.scope("swb"), at=crew.at, key="0" * 64, data=photo())
    assert refused.value.say() == "照片与文件里写的不一致，可能已损坏。"


def test_a_photo_that_got_lost_here_is_taken_once_more(crew: Cast) -> None:
    data = photo()
    draft = written(crew, data)
    keep(crew, data)
    path_of(key_of(data)).unlink()
    assert state(crew, data) == NOTHING
    assert keep(crew, data) == state(crew, data) == complete(data)
    assert path_of(key_of(data)).read_bytes() == data
    assert attached(draft) == [key_of(data)]
