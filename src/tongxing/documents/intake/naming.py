"""Names as written in a cell and as the registry has them: several in one cell, several spellings.

A name is taken for a registered one only when nothing else fits as well; whatever is unsure
comes back with candidates for a person to choose from.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass

from tongxing.records.registry.naming import LONG_STEM
from tongxing.rules.characters import normal

MOST_CANDIDATES = 5
TWO = 2
ALIKE = 0.3  # share of equal pieces from which a name is worth offering
_APART = re.compile(r"[\n、，,;；/|]+")
_NUMBERED = re.compile(r"(?:^|(?<=[^\d]))\s*(?:[（(]\d{1,2}[)）]|\d{1,2}[.．、)）](?!\d)|[①-⑳])\s*")
_BRACKETS = re.compile(r"[（(【\[].*?[）)】\]]")
_ENDINGS = ("村民委员会", "村委会", "居民委员会", "居委会", "行政村", "社区", "村")
_STREET = ("街道办事处", "镇人民政府", "乡人民政府", "街道", "镇", "乡")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One registered thing under all its names."""

    id: str
    names: tuple[str, ...]

    @property
    def title(self) -> str:
        return self.names[0]

    @property
    def full(self) -> str:
        """The name that tells it from others: a person's with the unit's before it."""
        person = self.id.startswith("person:") and len(self.names) > 1
        return self.names[1] if person else self.names[0]


@dataclass(frozen=True, slots=True)
class Found:
    """What a name was taken for: `id`, or "" with the nearest candidates."""

    written: str
    id: str = ""
    sure: bool = False  # the very name; else another spelling of it
    near: tuple[Candidate, ...] = ()


def key(name: str) -> str:
    """A name without blanks, full-width letters and differing brackets."""
    plain = normal(name, "NFKC").casefold()
    return "".join(one for one in plain if not one.isspace() and one not in "“”\"'·.")


def loose(name: str, county: str = "") -> str:
    """A name without what offices drop: the Party's or county's name before it, brackets."""
    plain = key(_BRACKETS.sub("", name)) or key(name)
    stem = key(county).rstrip("市县区")
    own = (f"{stem}市", f"{stem}县", f"{stem}区", stem) if stem else ()
    for before in ("中国共产党", "中共", *own, "市", "县", "区"):
        if plain.startswith(before) and len(plain) > len(before) + 1:
            plain = plain.removeprefix(before)
    for long, short in (("办公室", "办"), ("委员会", "委"), ("管理局", "局"), ("联合会", "联")):
        plain = plain.replace(long, short)
    return plain


def village_key(name: str) -> str:
    """A village's name without what kind of village it is: 柏桥村委会 is 柏桥."""
    plain = key(_BRACKETS.sub("", name)) or key(name)
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) > len(ending):
            stem = plain.removesuffix(ending)
            named = ending.endswith("会") and len(stem) >= LONG_STEM  # 柏桥村 + 村委会
            return stem.removesuffix("社区").removesuffix("村") if named else stem
    return plain


def town_key(name: str) -> str:
    """A town's name without what kind of town it is: 根子镇人民政府 is 根子."""
    plain = key(_BRACKETS.sub("", name)) or key(name)
    for ending in _STREET:
        if plain.endswith(ending) and len(plain) > len(ending):
            return plain.removesuffix(ending)
    return plain


class Register:
    """Registered things to look names up in."""

    def __init__(self, candidates: Iterable[Candidate], county: str = "") -> None:
        self.county = county
        self.candidates = tuple(candidates)
        self._by_key = _index(self.candidates, key)
        self._by_loose = _index(self.candidates, lambda name: loose(name, county))
        self._pieces = [
            (one, [_pieces(loose(name, county)) for name in one.names if name])
            for one in self.candidates
        ]
        self._seen: dict[str, Found] = {}

    def find(self, written: str) -> Found:
        """What `written` is: the one thing of that name, or of that name in another spelling."""
        if written not in self._seen:
            self._seen[written] = self._find(written)
        return self._seen[written]

    def _find(self, written: str) -> Found:
        exact = self._by_key.get(key(written), ())
        if len(exact) == 1:
            return Found(written, exact[0].id, sure=True)
        if exact:
            return Found(written, near=exact[:MOST_CANDIDATES])
        other = self._by_loose.get(loose(written, self.county), ())
        if len(other) == 1:
            return Found(written, other[0].id)
        return Found(written, near=other[:MOST_CANDIDATES] or self._near(written))

    def split(self, text: str) -> list[str]:
        """The names in one cell: as a whole if it is one, else apart where offices part them."""
        whole = " ".join(text.split())
        if self._by_key.get(key(whole)):
            return [whole]
        parts = [part for piece in _NUMBERED.split(text) for part in _APART.split(piece)]
        names = (part.strip(" .。:：") for part in parts)
        apart = (one for name in names if name for one in self._at_blanks(name))
        return list(dict.fromkeys(apart))

    def _at_blanks(self, name: str) -> list[str]:
        """Parted at blanks too, if each piece by itself is somebody's very name."""
        pieces = name.split()
        told = all(len(self._by_key.get(key(one), ())) == 1 for one in pieces)
        whole = len(pieces) < TWO or self._by_key.get(key(name)) or not told
        return [name] if whole else pieces

    def _near(self, written: str) -> tuple[Candidate, ...]:
        mine = _pieces(loose(written, self.county))
        scored = [(max(_alike(mine, other) for other in some), one) for one, some in self._pieces]
        best = sorted((s for s in scored if s[0] >= ALIKE), key=lambda s: (-s[0], s[1].title))
        return tuple(one for _, one in best[:MOST_CANDIDATES])


def _pieces(name: str) -> frozenset[str]:
    """A name's letters and neighbouring pairs of letters."""
    return frozenset([*name, *(name[n : n + 2] for n in range(len(name) - 1))])


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / max(len(one) + len(other), 1)


def _index(
    candidates: Iterable[Candidate], by: Callable[[str], str]
) -> Mapping[str, tuple[Candidate, ...]]:
    found: dict[str, dict[str, Candidate]] = defaultdict(dict)
    for one in candidates:
        for name in one.names:
            if name:
                found[by(name)][one.id] = one
    return {name: tuple(some.values()) for name, some in found.items()}
