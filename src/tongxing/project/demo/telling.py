"""Words and figures: sentences put together from parts, quantities as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tongxing.project.demo.chance import Chance
from tongxing.project.demo.sources import phrases
from tongxing.project.demo.steps import Value

FEN = 100
WAN = 10_000
ROUND_ABOUT = 0.3  # share of money amounts written roughly
ROUGHLY = 0.06  # share of head counts written roughly
ROUGH_FROM = 30


def say(chance: Chance, form: str, products: Sequence[str], **given: object) -> str:
    """A form with its parts filled in: what is given, else a spot, a group, a product, a crop."""
    parts = phrases()
    crops = [one for one in products if one not in parts["processed"]] or ["果树"]
    slots = {
        "spot": chance.choice(parts["spots"]),
        "group": chance.choice(parts["groups"]),
        "product": chance.choice(products),
        "crop": chance.choice(crops),
    }
    return form.format_map({**slots, **given})


def in_season(products: Sequence[str], day: date) -> list[str]:
    """Those of the products that are sold in that month."""
    season = phrases()["season"]
    return [one for one in products if day.month in season.get(one, range(1, 13))]


def count(number: int) -> Value:
    """A plain exact count."""
    return {"v": number}


def heads(chance: Chance, low: int, high: int) -> tuple[Value, str]:
    """A head count and how it is written: mostly exact, sometimes “40余”."""
    number = chance.randint(low, high)
    if number >= ROUGH_FROM and chance.happens(ROUGHLY):
        tens = number // 10 * 10
        return {"v": tens, "approx": "余", "text": f"{tens}余人次"}, f"{tens}余"
    return {"v": number}, str(number)


def money(chance: Chance, low: int, high: int) -> tuple[Value, str]:
    """An amount between `low` and `high` yuan and how it is written: “3680元”, “近3万元”."""
    yuan = round(low * (high / low) ** chance.random())
    if yuan >= WAN and chance.happens(ROUND_ABOUT):
        return _rough_money(chance, yuan)
    yuan = yuan // 10 * 10
    return {"v": yuan * FEN}, f"{yuan}元"


def _rough_money(chance: Chance, yuan: int) -> tuple[Value, str]:
    whole = max(yuan // WAN, 1)
    mark, number, text = chance.choice(
        [
            ("近", whole + 1, f"近{whole + 1}万元"),
            ("多", whole, f"{whole}万多元"),
            ("余", whole, f"{whole}万余元"),
            ("约", whole, f"约{whole}万元"),
        ]
    )
    return {"v": number * WAN * FEN, "approx": mark, "text": text}, text
