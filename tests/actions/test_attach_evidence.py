"""What the law took away is attached to no other record."""

from __future__ import annotations

import pytest

from tests.actions.bringing import attached
from tests.actions.bringing import keep
from tests.actions.bringing import written
from tests.pages.api.phone.pictures import key_of
from tests.pages.api.phone.pictures import photo
from tests.records.cast import Cast
from tongxing.actions.attach_evidence import append_record_with_files
from tongxing.actions.attach_evidence import attach_evidence
from tongxing.actions.errors import Unfitting
from tongxing.actions.redact_evidence import redact_evidence
from tongxing.records.evidence.kept import Kept
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record

pytestmark = pytest.mark.usefixtures("short_parts")


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
