"""Begin a county's book."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tongxing.actions.errors import Unfitting
from tongxing.actions.system_record import may_manage
from tongxing.records.accounts.access import Scope
from tongxing.records.audit import operations as audit
from tongxing.records.ledger import operations as ledger
from tongxing.records.ledger.models import Book
from tongxing.records.registry.codes import full

COUNTY_DIGITS = 6


@transaction.atomic
def open_book(*, acting: Scope, at: datetime, code: str, name: str) -> Book:
    """Open the book of a six-digit county code; a book is opened once."""
    may_manage(acting, full(code))
    if len(code) != COUNTY_DIGITS or not code.isascii() or not code.isdigit():
        raise Unfitting("台账代码应为六位县级代码")
    if Book.objects.filter(pk=code).exists():
        raise Unfitting(f"“{code}”的台账已经建立")
    audit.note(at=at, who=acting.person, verb="open-book", subject=f"book:{code}")
    return ledger.open_book(code, name)
