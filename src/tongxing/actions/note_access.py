"""Note who came in, who could not, and who left."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from tongxing.records.accounts.models import Account
from tongxing.records.accounts.queries import home_of
from tongxing.records.audit import operations as audit

Coming = Literal["sign-in", "sign-in-failed", "lock-account", "sign-out"]
NAME_MOST = 40


def note_access(*, at: datetime, coming: Coming, username: str) -> None:
    """One audit row about an account by the name given at the door, whether it exists or not."""
    name = username[:NAME_MOST]
    account = Account.objects.select_related("person").filter(username=name).first()
    audit.note(
        at=at,
        who=account.party if account and coming in {"sign-in", "sign-out"} else "",
        verb=coming,
        subject=f"account:{name}",
        place=home_of(account) if account else "",
    )
