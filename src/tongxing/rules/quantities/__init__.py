"""Money, counts, areas and numbers: read as people write them, printed, summed."""

from __future__ import annotations

from tongxing.rules.quantities.errors import MeasuresDiffer as MeasuresDiffer
from tongxing.rules.quantities.errors import QuantityError as QuantityError
from tongxing.rules.quantities.errors import TypeUnknown as TypeUnknown
from tongxing.rules.quantities.errors import UnitsDiffer as UnitsDiffer
from tongxing.rules.quantities.marks import MARKS as MARKS
from tongxing.rules.quantities.measuring import MEASURES as MEASURES
from tongxing.rules.quantities.measuring import measures as measures
from tongxing.rules.quantities.measuring import title_of_measure as title_of_measure
from tongxing.rules.quantities.printing import say as say
from tongxing.rules.quantities.quantity import LARGEST as LARGEST
from tongxing.rules.quantities.quantity import SCALE as SCALE
from tongxing.rules.quantities.quantity import Quantity as Quantity
from tongxing.rules.quantities.reading import parse as parse
from tongxing.rules.quantities.total import Total as Total
