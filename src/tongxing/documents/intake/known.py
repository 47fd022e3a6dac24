"""What a sheet's names are looked up in: one county's places, units, teams, people, households."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from tongxing.documents.intake.naming import Candidate
from tongxing.documents.intake.naming import Register
from tongxing.documents.intake.naming import key
from tongxing.documents.intake.naming import town_key
from tongxing.documents.intake.naming import village_key
from tongxing.records.registry.codes import full
from tongxing.records.registry.models import FormerName
from tongxing.records.registry.models import Household
from tongxing.records.registry.models import Organization
from tongxing.records.registry.models import Person
from tongxing.records.registry.models import Place
from tongxing.records.registry.models import Team
from tongxing.records.registry.queries import holding
from tongxing.records.registry.queries import places_on
from tongxing.records.registry.queries import within

TOWN_DIGITS = 9


@dataclass(frozen=True)
class Known:
    """One county's names on one day. `places` are (code, name), by code."""

    book: str
    name: str
    on: date
    towns: tuple[tuple[str, str], ...]
    villages: tuple[tuple[str, str], ...]
    paired: frozenset[str]  # parties of this book's pairings, wherever they are at home

    @cached_property
    def organizations(self) -> Register:
        """Units at home in the county or above it, and those that help here already."""
        above = [full(self.book[:digits]) for digits in (2, 4)]
        keys = [one.removeprefix("org:") for one in self.paired if one.startswith("org:")]
        near = Q(home__startswith=self.book) | Q(home__in=[*above, ""]) | Q(key__in=keys)
        found = Organization.objects.filter(near, holding(self.on)).order_by("name")
        rows = list(found.values_list("pk", "key", "name", "short"))
        former: dict[int, list[str]] = defaultdict(list)
        before = FormerName.objects.filter(organization__in=[row[0] for row in rows])
        for pk, name, short in before.values_list("organization_id", "name", "short"):
            former[pk] += [name, short]
        return Register(
            (
                Candidate(f"org:{k}", tuple(filter(None, (name, short, *former[pk]))))
                for pk, k, name, short in rows
            ),
            self.name,
        )

    @cached_property
    def teams(self) -> Register:
        found = Team.objects.filter(holding(self.on), place__startswith=self.book).order_by("name")
        rows = found.values_list("key", "name", "short")
        return Register(
            (Candidate(f"team:{k}", tuple(filter(None, (n, s)))) for k, n, s in rows), self.name
        )

    @cached_property
    def people(self) -> Register:
        """People of units at home here, by office; the unit's name before it may be written."""
        found = (
            Person.objects.filter(holding(self.on), organization__home__startswith=self.book)
            .select_related("organization")
            .order_by("name", "key")
        )
        return Register((_person(one) for one in found), self.name)

    @cached_property
    def households(self) -> Mapping[str, Mapping[str, str]]:
        """By village code: number or label, as a key, household key."""
        rows: dict[str, dict[str, str]] = defaultdict(dict)
        found = Household.objects.filter(holding(self.on), within(self.book, "place"))
        for k, place, label in found.values_list("key", "place", "label"):
            rows[place][key(label)] = k
            if number := "".join(one for one in label if one in "0123456789"):
                rows[place].setdefault(str(int(number)), k)
        return rows

    def find_towns(self, written: str) -> list[str]:
        """The towns of the very name, else of the name without what kind of town it is, by code."""
        same = [code for code, name in self.towns if key(name) == key(written)]
        return same or self._towns.get(town_key(_without(written, self.name)), [])

    def find_villages(self, written: str, town: str = "") -> list[str]:
        """The villages of that name, in one town or in all; a code finds itself."""
        if written.isdigit() and any(code == written for code, _ in self.villages):
            return [written]
        if same := self._same(key(written), town):
            return same  # 梯面镇社区 in 梯面镇 is its very name
        plain = _without(written, self.name)
        within = [town] if town else [code for code, _ in self.towns]
        for code in within:  # the town's name written before the village's
            name = key(dict(self.towns)[code])
            if plain.startswith(name) and len(plain) > len(name):
                return self._of(plain.removeprefix(name), code)
        return self._of(plain, town)

    def _of(self, name: str, town: str) -> list[str]:
        """Those of the very name, else those of the name without what kind of village it is."""
        found = self._villages.get(village_key(name), [])
        there = [code for code in found if code.startswith(town[:TOWN_DIGITS])]
        return self._same(name, town) or there

    def _same(self, name: str, town: str) -> list[str]:
        found = self._villages.get(village_key(name), [])
        there = (code for code in found if code.startswith(town[:TOWN_DIGITS]))
        return [code for code in there if key(self._names[code]) == key(name)]

    def near_villages(self, written: str, town: str = "") -> list[str]:
        """Full names of villages to offer for one that was not found."""
        names = {code: name for code, name in self.villages if code.startswith(town[:TOWN_DIGITS])}
        stems = (Candidate(code, (village_key(name),)) for code, name in names.items())
        found = Register(stems).find(village_key(written))
        return [self.path(one.id) for one in found.near]

    def path(self, code: str) -> str:
        """Town and village as one writes them."""
        names = self._names
        if code[TOWN_DIGITS:].strip("0"):
            return names.get(code[:TOWN_DIGITS].ljust(12, "0"), "") + names.get(code, code)
        return names.get(code, code)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return dict((*self.towns, *self.villages))

    @cached_property
    def _towns(self) -> Mapping[str, list[str]]:
        return _by(town_key, self.towns)

    @cached_property
    def _villages(self) -> Mapping[str, list[str]]:
        return _by(village_key, self.villages)


def known_in(book: str, name: str, on: date, paired: Iterable[str] = ()) -> Known:
    """One county's names on a day: one query now, one each for what is asked."""
    found = places_on(on).filter(within(book)).order_by("code")
    rows = list(found.values_list("code", "name", "level"))
    return Known(
        book=book, name=name, on=on,
        towns=tuple((code, n) for code, n, level in rows if level == Place.Level.TOWN),
        villages=tuple((code, n) for code, n, level in rows if level == Place.Level.VILLAGE),
        paired=frozenset(paired),
    )  # fmt: skip


def _by(make: Callable[[str], str], places: Iterable[tuple[str, str]]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for code, name in places:
        found[make(name)].append(code)
    return found


def _without(written: str, county: str) -> str:
    """A place without the county's name before it."""
    plain, own = key(written), key(county)
    return plain.removeprefix(own) if len(plain) > len(own) else plain


def _person(person: Person) -> Candidate:
    home = person.organization
    whose = (home.short, home.name) if home else ()
    names = (person.name, *(f"{one}{person.name}" for one in whose if one))
    posts = (f"{one}{person.post}" for one in whose if one and person.post)
    return Candidate(f"person:{person.key}", (*names, *posts))
