"""What a break left undone between disk and database."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.actions.bringing import complete
from tests.actions.bringing import keep
from tests.actions.bringing import state
from tests.actions.bringing import written
from tests.pages.api.phone.pictures import key_of
from tests.pages.api.phone.pictures import photo
from tests.records.cast import Cast
from tongxing.actions.redact_evidence import redact_evidence
from tongxing.actions.tidy_photos import tidy_photos
from tongxing.records.evidence import parts
from tongxing.records.evidence.storage import path_of
from tongxing.records.ledger.ids import new_id

pytestmark = pytest.mark.usefixtures("short_parts")


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
