"""Secrets at rest: sealed with this installation's own key, so that a copied database tells none.

A code generator's secret must be read again, so it is sealed, not hashed. Restoring a backup
without the key it was made under leaves everything readable but these.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime

from cryptography.fernet import Fernet
from cryptography.fernet import InvalidToken
from django.conf import settings


class Unsealed(ValueError):  # noqa: N818  an answer, not a fault
    """Not sealed by this installation for this purpose, or too long ago."""


def seal(text: str, purpose: str, at: datetime) -> str:
    """`text` unreadable and unchangeable without the key; `purpose` keeps uses apart."""
    return _box(purpose).encrypt_at_time(text.encode(), int(at.timestamp())).decode("ascii")


def unseal(sealed: str, purpose: str, at: datetime, seconds: int | None = None) -> str:
    """What was sealed, not longer than `seconds` ago; raises Unsealed."""
    try:
        box = _box(purpose)
        if seconds is None:
            return box.decrypt(sealed).decode()
        return box.decrypt_at_time(sealed, seconds, int(at.timestamp())).decode()
    except (InvalidToken, ValueError):
        raise Unsealed from None


def digest(text: str, purpose: str) -> str:
    """A keyed digest: equal for equal texts, of no use without the key."""
    return hmac.new(_key(purpose), text.encode(), hashlib.sha256).hexdigest()


def _box(purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(purpose)))


def _key(purpose: str) -> bytes:
    return hmac.new(
        settings.SECRET_KEY.encode(), f"tongxing.{purpose}".encode(), hashlib.sha256
    ).digest()
