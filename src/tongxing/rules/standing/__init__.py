"""The kernel: what is owed, what is kept, what follows; arrays in, arrays out."""

from __future__ import annotations

from tongxing.rules.standing.abreast import abreast as abreast
from tongxing.rules.standing.build import Amount as Amount
from tongxing.rules.standing.build import AttributeRow as AttributeRow
from tongxing.rules.standing.build import BookBuilder as BookBuilder
from tongxing.rules.standing.build import Doer as Doer
from tongxing.rules.standing.build import PairingRow as PairingRow
from tongxing.rules.standing.build import RecordRow as RecordRow
from tongxing.rules.standing.build import WaiverRow as WaiverRow
from tongxing.rules.standing.cases import run_cases as run_cases
from tongxing.rules.standing.indicate import Figures as Figures
from tongxing.rules.standing.indicate import indicate as indicate
from tongxing.rules.standing.judge import judge as judge
from tongxing.rules.standing.ladder import StepDue as StepDue
from tongxing.rules.standing.ladder import missed_in_row as missed_in_row
from tongxing.rules.standing.ladder import steps as steps
from tongxing.rules.standing.places import place_range as place_range
from tongxing.rules.standing.rollup import RollUp as RollUp
from tongxing.rules.standing.rollup import count_states as count_states
from tongxing.rules.standing.rollup import counts_by_pairing as counts_by_pairing
from tongxing.rules.standing.rollup import roll_up as roll_up
from tongxing.rules.standing.rollup import roll_up_each as roll_up_each
from tongxing.rules.standing.rollup import roll_ups as roll_ups
from tongxing.rules.standing.tables import Book as Book
from tongxing.rules.standing.tables import Deeds as Deeds
from tongxing.rules.standing.tables import DutyStanding as DutyStanding
from tongxing.rules.standing.tables import Standing as Standing
from tongxing.rules.standing.tables import State as State
from tongxing.rules.standing.trace import Cell as Cell
from tongxing.rules.standing.trace import cells_of as cells_of
from tongxing.rules.standing.trace import column_of as column_of
from tongxing.rules.standing.trace import records_behind as records_behind
