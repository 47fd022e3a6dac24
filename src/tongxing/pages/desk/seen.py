"""Who opened what: one row of the audit, written where a page shows what is not everybody's.

Lists and boards leave none, and nothing is ever counted from it (C3).
"""

from __future__ import annotations

from django.utils import timezone

from tongxing.actions.note_seen import Sight
from tongxing.actions.note_seen import note_seen
from tongxing.pages.desk.viewer import Viewer


def seen(viewer: Viewer, sight: Sight, subject: str, place: str = "") -> None:
    """The viewer is being shown this; `place` is the code it belongs to."""
    note_seen(acting=viewer.scope, at=timezone.now(), sight=sight, subject=subject, place=place)
