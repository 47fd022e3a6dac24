"""The two languages: kinds of records and plans, from TOML to frozen, checked values."""

from __future__ import annotations

from tongxing.rules.plan.amounts import AmountError as AmountError
from tongxing.rules.plan.amounts import read_amount as read_amount
from tongxing.rules.plan.amounts import read_quantity as read_quantity
from tongxing.rules.plan.cases import Case as Case
from tongxing.rules.plan.cases import CaseAttribute as CaseAttribute
from tongxing.rules.plan.cases import CaseRecord as CaseRecord
from tongxing.rules.plan.edition_reader import read_edition as read_edition
from tongxing.rules.plan.kind_reader import read_kind as read_kind
from tongxing.rules.plan.model import Band as Band
from tongxing.rules.plan.model import Duty as Duty
from tongxing.rules.plan.model import Edition as Edition
from tongxing.rules.plan.model import FieldTest as FieldTest
from tongxing.rules.plan.model import Indicator as Indicator
from tongxing.rules.plan.model import Kind as Kind
from tongxing.rules.plan.model import KindField as KindField
from tongxing.rules.plan.model import Need as Need
from tongxing.rules.plan.model import PairingKind as PairingKind
from tongxing.rules.plan.model import Plan as Plan
from tongxing.rules.plan.model import Score as Score
from tongxing.rules.plan.model import ScoreItem as ScoreItem
from tongxing.rules.plan.model import Step as Step
from tongxing.rules.plan.model import Where as Where
from tongxing.rules.plan.problem import Problem as Problem
from tongxing.rules.plan.problem import Problems as Problems
from tongxing.rules.plan.problem import errors as errors
from tongxing.rules.plan.shipped import shipped_kind as shipped_kind
from tongxing.rules.plan.shipped import shipped_kinds as shipped_kinds
from tongxing.rules.plan.shipped import shipped_plan_bytes as shipped_plan_bytes
from tongxing.rules.plan.shipped import shipped_plans as shipped_plans
