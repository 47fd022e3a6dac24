"""Tells the audit that what a command writes comes from the machine's own command line."""

from __future__ import annotations

from contextlib import AbstractContextManager
from getpass import getuser

from tongxing.records.audit.origin import COMMAND_LINE
from tongxing.records.audit.origin import Origin
from tongxing.records.audit.origin import coming_from


def from_here() -> AbstractContextManager[None]:
    """What is written in this block is told as the machine's user's."""
    told = Origin(address=COMMAND_LINE, agent=_user())
    return coming_from(lambda: told)


def _user() -> str:
    try:
        return getuser()
    except (KeyError, OSError):  # a number without a name, as in containers
        return ""
