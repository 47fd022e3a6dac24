"""How many photos may wait that no record names, of one account and of an office."""

from __future__ import annotations

import pytest

from tests.actions.bringing import NOTHING
from tests.actions.bringing import attached
from tests.actions.bringing import complete
from tests.actions.bringing import keep
from tests.actions.bringing import state
from tests.actions.bringing import written
from tests.pages.api.phone.pictures import key_of
from tests.pages.api.phone.pictures import photo
from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.keep_accounts import grant_role
from tongxing.actions.keep_photo import NoRoom
from tongxing.actions.keep_photo import keep_photo
from tongxing.records.accounts.access import everything
from tongxing.records.accounts.queries import colleagues_of
from tongxing.records.evidence import parts

pytestmark = pytest.mark.usefixtures("short_parts")


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


def test_put_aside_the_same_again_takes_no_more_room(crew: Cast) -> None:
    data = photo()
    keep(crew, data)
    left = parts.room_left("person:swb", crew.at)
    assert keep(crew, data) == complete(data)
    assert parts.room_left("person:swb", crew.at) == left
