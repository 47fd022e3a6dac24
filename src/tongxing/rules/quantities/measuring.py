"""What a figure measures: closed lists, so that only like is ever added to like.

Likes, votes, views and online time are not here and never will be (C5).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tongxing.rules.quantities.quantity import scale_of

MEASURES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "count": MappingProxyType(
            {
                "people": "人数、人次",
                "households": "户数",
                "events": "场次",
                "trees": "株数",
                "days": "天数",
                "items": "件数",
            }
        ),
        "money": MappingProxyType(
            {
                "planned": "计划金额",
                "pledged": "认捐金额",
                "arrived": "到位金额",
                "paid": "支付金额",
                "given": "捐赠金额",
                "bought": "采购金额",
                "sold": "销售金额",
                "income": "收入金额",
            }
        ),
        "area": MappingProxyType({}),
        "number": MappingProxyType({}),
    }
)


def measures(type_: str) -> Mapping[str, str]:
    """The measures a field of this type may have, id to Chinese title; TypeUnknown otherwise."""
    scale_of(type_)
    return MEASURES[type_]


def title_of_measure(measure: str) -> str:
    """The Chinese title of a measure; the id itself when it is none."""
    titles = {key: title for one in MEASURES.values() for key, title in one.items()}
    return titles.get(measure, measure)
