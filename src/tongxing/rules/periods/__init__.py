"""The one room that owns dates: spans, period keys, cadences, working days."""
from __future__ import annotations

from tongxing.rules.periods.rhythm import By as By
from tongxing.rules.periods.rhythm import Period as Period
from tongxing.rules.periods.rhythm import Rhythm as Rhythm
from tongxing.rules.periods.rhythm import Unit as Unit
from tongxing.rules.periods.span import Span as Span
