"""Points, bands and quotas by the `[score]` table of a plan, each with how it came about."""

from __future__ import annotations

from tongxing.rules.scoring.inputs import DutyCount as DutyCount
from tongxing.rules.scoring.inputs import ScoreInputs as ScoreInputs
from tongxing.rules.scoring.inputs import Subject as Subject
from tongxing.rules.scoring.misuse import LowestBandLimitedError as LowestBandLimitedError
from tongxing.rules.scoring.misuse import NotScoredError as NotScoredError
from tongxing.rules.scoring.misuse import SubjectTwiceError as SubjectTwiceError
from tongxing.rules.scoring.misuse import UnknownBandError as UnknownBandError
from tongxing.rules.scoring.misuse import UnknownDutyError as UnknownDutyError
from tongxing.rules.scoring.results import ItemResult as ItemResult
from tongxing.rules.scoring.results import Line as Line
from tongxing.rules.scoring.results import Result as Result
from tongxing.rules.scoring.results import points_text as points_text
from tongxing.rules.scoring.scores import score as score
