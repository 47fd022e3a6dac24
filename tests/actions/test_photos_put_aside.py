"""A photo put aside, for a record to come or by a break; spoilt, torn, erased."""

from __future__ import annotations

from hashlib import sha256

import pytest

from tests.actions.bringing import attached
from tests.actions.bringing import complete
from tests.actions.bringing import keep
from tests.actions.bringing import state
from tests.actions.bringing import written
from tests.pages.api.phone.pictures import key_of
from tests.pages.api.phone.pictures import photo
from tests.records.cast import Cast
from tongxing.actions.keep_photo import keep_laid_by
from tongxing.actions.keep_photo import laid_by
from tongxing.actions.redact_evidence import redact_evidence
from tongxing.records.audit.models import AuditRow
from tongxing.records.evidence import parts
from tongxing.records.evidence.models import StoredFile
from tongxing.records.evidence.parts import Arrived
from tongxing.records.evidence.storage import path_of
from tongxing.records.ledger.ids import new_id

pytestmark = pytest.mark.usefixtures("short_parts")


def test_a_photo_put_aside_is_added_when_asked_after_its_record_came(crew: Cast) -> None:
    """A break between photo and record: the phone asks how much is here, and that mends it."""
    data = photo()
    draft = written(crew, data)
    parts.lay_by("person:swb", key_of(data), data, crew.at)
    assert state(crew, data) == complete(data)
    assert attached(draft) == [key_of(data)]
    assert parts.laid_by("person:swb", key_of(data)) is None


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


def test_what_a_power_cut_tore_is_not_taken_for_whole(crew: Cast) -> None:
    """It was put aside, and the power went before it was on the disk: the name is, the end is not."""
    data = photo()
    parts.lay_by("person:swb", key_of(data), data[:-1], crew.at)
    assert keep(crew, data, 0) == Arrived(len(data), (0,))
    assert keep(crew, data) == state(crew, data) == complete(data)
    assert parts.laid_by("person:swb", key_of(data)) == data


def test_a_phone_that_asks_again_puts_it_right_too(crew: Cast) -> None:
    data = photo()
    written(crew, data)
    keep(crew, data)
    path_of(key_of(data)).rename(parts._folder("person:swb") / f"{key_of(data)}.whole")
    assert state(crew, data) == complete(data)
    assert path_of(key_of(data)).read_bytes() == data
    assert parts.laid_by("person:swb", key_of(data)) is None
