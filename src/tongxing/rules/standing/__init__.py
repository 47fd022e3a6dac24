"""The kernel: what is owed, what is kept, what follows; arrays in, arrays out."""

from __future__ import annotations

from tongxing.rules.standing.build import BookBuilder as BookBuilder
from tongxing.rules.standing.judge import judge as judge
from tongxing.rules.standing.places import place_range as place_range
from tongxing.rules.standing.tables import Book as Book
from tongxing.rules.standing.tables import DutyStanding as DutyStanding
from tongxing.rules.standing.tables import Standing as Standing
from tongxing.rules.standing.tables import State as State
