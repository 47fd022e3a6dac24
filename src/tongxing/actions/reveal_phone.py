"""Show one person's phone number whole: with a reason, and with its audit row."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Unfitting
from tongxing.actions.party_fields import text_problems
from tongxing.actions.system_record import reason_given
from tongxing.records.accounts.access import Scope
from tongxing.records.audit import operations as audit
from tongxing.records.registry.models import Person
from tongxing.records.registry.people import belonging_of


@transaction.atomic
def reveal_phone(*, acting: Scope, at: datetime, key: str, reason: str) -> str:
    """The number as it is kept; the audit says who looked and why, never the number."""
    found = Person.objects.select_related("organization").filter(key=key).first()
    if found is None:
        raise NotFound("名录中没有这个人")
    belonging = belonging_of(found)
    if not acting.may_reveal(belonging.places, belonging.parties):
        raise NotAllowed("您不能查看此人的联系电话，请通过其单位或县专班联系")
    reason = reason_given(reason, "查看的原因")
    if problems := list(text_problems({"reason": (reason, len(reason))})):
        raise Invalid(problems=problems)
    if not found.phone:
        raise Unfitting("此人没有登记联系电话")
    detail = {"field": "phone", "reason": reason}
    audit.note(
        at=at, who=acting.person, verb="reveal", subject=f"person:{key}", detail=detail,
        place=found.organization.kept_at if found.organization else "",
    )  # fmt: skip
    return found.phone
