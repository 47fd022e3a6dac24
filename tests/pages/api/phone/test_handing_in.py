"""POST records: written, repeated, refused, in conflict; each item for itself."""

from __future__ import annotations

import pytest

from tests.pages.api.phone.conftest import Phones
from tests.pages.api.phone.conftest import item
from tests.records import cast as c
from tongxing.pages.api.phone.schemas import Answers
from tongxing.records.audit.models import AuditRow
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import head_of


def test_a_record_from_a_phone_is_in_the_ledger_at_once(phones: Phones) -> None:
    sent = phones.item()
    (answer,) = phones.send("swb", sent)
    assert answer["state"] == "written", answer
    record = Record.objects.get(pk=sent["id"])
    assert (record.seq, record.recorded_by) == (answer["seq"], "person:swb")
    row = AuditRow.objects.get(verb="append", subject=f"record:{sent['id']}")
    assert (row.who, row.account) == ("person:swb", "swb")
    assert row.session
