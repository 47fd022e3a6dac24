"""The 1+1+N bundles of a few villages: households under numbers only, no personal data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tongxing.project.demo.sources import Village
from tongxing.project.demo.sources import pairs
from tongxing.project.demo.sources import villages

BUNDLED = ("荷垌村", "柏桥村", "古丁村")
HOUSEHOLDS_EACH = 5
SINCE = date(2024, 9, 10)


@dataclass(frozen=True, slots=True)
class Bundle:
    """One unit member and one village member who look after some households together."""

    village: Village
    unit: str  # the unit's key
    number: int

    @property
    def unit_member(self) -> str:
        return f"{self.unit}-member-{self.village.code}"

    @property
    def village_member(self) -> str:
        return f"village-{self.village.code}-member-{self.number}"

    @property
    def households(self) -> tuple[tuple[str, str], ...]:
        """(key, label) of each household."""
        first = self.number * HOUSEHOLDS_EACH + 1
        return tuple(
            (f"{self.village.code}-{n:03d}", f"{n:03d}")
            for n in range(first, first + HOUSEHOLDS_EACH)
        )


def bundles() -> Iterator[Bundle]:
    """One bundle for each unit of the bundled villages."""
    for village in villages():
        if village.name in BUNDLED:
            keys = [pair.unit for pair in pairs(2024) if pair.village == village.code]
            yield from (Bundle(village, key, number) for number, key in enumerate(keys))
