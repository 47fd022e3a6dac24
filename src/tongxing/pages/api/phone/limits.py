"""What the phone's API takes at most; the phone is told in its workbook."""

from __future__ import annotations

from tongxing.actions.attach_evidence import MOST_FILES
from tongxing.actions.checks import LONGEST_TEXT
from tongxing.actions.checks import MOST_DOERS
from tongxing.actions.checks import MOST_SUBJECTS
from tongxing.actions.values import LONGEST_FIELD
from tongxing.pages.outbox.reading import MOST_ITEMS
from tongxing.records.evidence.parts import CHUNK
from tongxing.records.evidence.parts import KEEP_DAYS
from tongxing.records.evidence.parts import WAITING
from tongxing.records.evidence.pictures import LARGEST_PICTURE

LARGEST_BODY = 1_000_000  # bytes: twenty records at their longest stay below


LIMITS = {
    "items": MOST_ITEMS,
    "body": LARGEST_BODY,
    "text": LONGEST_TEXT,
    "field": LONGEST_FIELD,
    "doers": MOST_DOERS,
    "about": MOST_SUBJECTS,
    "files": MOST_FILES,
    "file": LARGEST_PICTURE,
    "chunk": CHUNK,
    "waiting": WAITING,
    "keep_days": KEEP_DAYS,
}
