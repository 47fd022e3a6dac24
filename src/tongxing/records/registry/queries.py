"""Reading places and parties, each question one query."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from operator import itemgetter
from typing import Any

from django.db.models import Q
from django.db.models import QuerySet

from tongxing.records.registry.codes import CODE_DIGITS
from tongxing.records.registry.codes import LEVEL_DIGITS
from tongxing.records.registry.codes import full
from tongxing.records.registry.codes import prefix_of
from tongxing.records.registry.models import FormerName
from tongxing.records.registry.models import Household
from tongxing.records.registry.models import Organization
from tongxing.records.registry.models import Place
from tongxing.records.registry.models import Team
from tongxing.records.statements import Asking
from tongxing.records.statements import day_of
from tongxing.records.statements import having
from tongxing.records.statements import rows_of


def holding(on: date) -> Q:
    """What holds on a day, for any dated model."""
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))


def within(prefix: str, field: str = "code") -> Q:
    """What lies within a place, as a range its index can answer (LIKE could not).

    Both bounds have as many digits as a code, so every collation orders them alike. "" is
    every place there is; what names no place lies nowhere.
    """
    bounds = (prefix.ljust(CODE_DIGITS, "0"), prefix.ljust(CODE_DIGITS, "9"))
    return Q(**{f"{field}__gte": bounds[0], f"{field}__lte": bounds[1]})


def places_on(on: date) -> QuerySet[Place]:
    return Place.objects.filter(holding(on))


def place_names(codes: Iterable[str], on: date) -> Mapping[str, str]:
    """Short names by code, of a place that has ended its last; codes not yet known are left out."""
    return {code: name for _, code, name, _ in _begun(codes, on)}


def names_there(codes: Iterable[str], on: date) -> Mapping[str, str]:
    """The same, without the places that have ended by that day."""
    begun = _begun(codes, on)
    return {code: name for _, code, name, until in begun if until is None or on < until}


def _begun(codes: Iterable[str], on: date) -> list[tuple[Any, ...]]:
    """(since, code, name, until) of what had begun by a day, the latest last; one query."""
    columns = ("since", "code", "name", "until")
    rows = having("registry_place", columns, "code", [*set(codes)])
    return sorted((row for row in rows if row[0] <= on), key=itemgetter(0))


def path_of(code: str, on: date) -> str:
    """The full path from the county down, as in 高州市根子镇柏桥村; "" when unknown."""
    prefix = prefix_of(code)
    steps = [full(prefix[:d]) for d in LEVEL_DIGITS if 6 <= d <= max(len(prefix), 6)]  # noqa: PLR2004
    names = place_names(steps, on)
    return "".join(names.get(step, "") for step in steps)


def paths_of(codes: Iterable[str], on: date) -> Mapping[str, str]:
    """`path_of` for many codes in one query."""
    wanted = {code: prefix_of(code) for code in codes}
    steps = {
        code: [full(p[:d]) for d in LEVEL_DIGITS if 6 <= d <= max(len(p), 6)]  # noqa: PLR2004
        for code, p in wanted.items()
    }
    names = place_names({s for some in steps.values() for s in some}, on)
    return {code: "".join(names.get(s, "") for s in some) for code, some in steps.items()}


def villages_of(prefix: str, on: date) -> list[Place]:
    """The villages within a place, by code."""
    found = places_on(on).filter(within(prefix_of(prefix)), level=Place.Level.VILLAGE)
    return list(found.order_by("code"))


def children(code: str, on: date) -> list[Place]:
    """The places directly below, by code; a city without counties has towns there."""
    prefix = prefix_of(code)
    for digits in (d for d in LEVEL_DIGITS if d > len(prefix)):
        rest = "0" * (CODE_DIGITS - digits)
        found = places_on(on).filter(within(prefix), code__endswith=rest)
        if rows := list(found.exclude(code=full(prefix)).order_by("code")):
            return rows
    return []


def codes_within(prefix: str) -> frozenset[str]:
    """Every code within a place, whether it holds or not."""
    return frozenset(Place.objects.filter(within(prefix)).values_list("code", flat=True))


def holding_below(code: str, on: date) -> int:
    """How many places below one hold on a day."""
    return places_on(on).filter(within(prefix_of(code))).exclude(code=full(code)).count()


def known_places(codes: Iterable[str], on: date | None = None) -> frozenset[str]:
    """Which of these codes exist (on a day, or at any time)."""
    found = Place.objects if on is None else places_on(on)
    return frozenset(found.filter(code__in=set(codes)).values_list("code", flat=True))


@dataclass(frozen=True, slots=True)
class Party:
    """A party as a list shows it; of a person, where they serve and where they did before."""

    id: str
    name: str
    short: str
    organization: str = ""
    illustrative: bool = False
    former: tuple[tuple[str, date, date], ...] = ()  # organization, from a day until another

    def serves(self, organization: str, on: date) -> bool:
        """Whether this person is of an organization now, or was on that day."""
        return self.organization == organization or any(
            of == organization and since <= on < until for of, since, until in self.former
        )


def _keys(ids: Iterable[str], sort: str) -> list[str]:
    return [key for one in ids for head, _, key in (one.partition(":"),) if head == sort]


def party_rows(ids: Iterable[str]) -> Mapping[str, Party]:
    """Parties by id in at most three queries; unknown ids are left out."""
    return parties_asked(Asking(), ids)()


def parties_asked(asking: Asking, ids: Iterable[str]) -> Callable[[], Mapping[str, Party]]:
    """`party_rows` among other questions: what they are is had by calling what is returned."""
    wanted = set(ids)
    named = ("key", "name", "short")
    units = asking.having(
        "registry_organization", (*named, "illustrative"), "key", _keys(wanted, "org")
    )
    teams = asking.having("registry_team", named, "key", _keys(wanted, "team"))
    people = asking.having(PEOPLE, SERVING, "p.key", _keys(wanted, "person"))

    def read() -> Mapping[str, Party]:
        found = [Party(f"org:{k}", name, s or name, "", bool(x)) for k, name, s, x in units()]
        found += [Party(f"team:{k}", name, s or name) for k, name, s in teams()]
        return {one.id: one for one in (*found, *_people(people()))}

    return read


PEOPLE = (
    "registry_person p LEFT JOIN registry_organization o ON o.id = p.organization_id"
    " LEFT JOIN registry_formerpost f ON f.person_id = p.id"
    " LEFT JOIN registry_organization w ON w.id = f.organization_id"
)
SERVING = ("p.key", "p.name", "o.key", "w.key", "f.since", "f.until")


def _people(rows: Iterable[Sequence[Any]]) -> Iterable[Party]:
    """A row for each former post, and one for who has none."""
    found: dict[str, Party] = {}
    for key, name, home, where, since, until in rows:
        before = found.get(key) or Party(f"person:{key}", name, name, f"org:{home}" if home else "")
        post = ((f"org:{where}", day_of(since), day_of(until)),) if where else ()
        found[key] = replace(before, former=(*before.former, *post))
    return found.values()


def parties(ids: Iterable[str]) -> Mapping[str, str]:
    """Short names by party id; unknown ids are left out."""
    return {one: party.short for one, party in party_rows(ids).items()}


def spans_of(codes: Iterable[str]) -> Mapping[str, tuple[tuple[date, date | None], ...]]:
    """From when until when each code was a place, under whatever name (one query)."""
    return spans_asked(Asking(), codes)()


def spans_asked(
    asking: Asking, codes: Iterable[str]
) -> Callable[[], Mapping[str, tuple[tuple[date, date | None], ...]]]:
    """`spans_of` among other questions."""
    rows = asking.having("registry_place", ("code", "since", "until"), "code", list(codes))

    def read() -> Mapping[str, tuple[tuple[date, date | None], ...]]:
        found: dict[str, tuple[tuple[date, date | None], ...]] = {}
        for code, since, until in rows():
            span = (day_of(since), until and day_of(until))
            found[code] = (*found.get(code, ()), span)
        return found

    return read


def unknown_subjects(subjects: Iterable[str]) -> frozenset[str]:
    """Which household and place subjects do not exist."""
    return strangers_asked(Asking(), subjects)()


def strangers_asked(asking: Asking, subjects: Iterable[str]) -> Callable[[], frozenset[str]]:
    """`unknown_subjects` among other questions."""
    wanted = set(subjects)
    homes, codes = _keys(wanted, "household"), _keys(wanted, "place")
    households = asking.having("registry_household", ("key",), "key", homes)
    places = asking.having("registry_place", ("code",), "code", codes)

    def read() -> frozenset[str]:
        missing = {f"household:{k}" for k in homes} - {f"household:{k}" for (k,) in households()}
        return frozenset(
            missing | ({f"place:{c}" for c in codes} - {f"place:{c}" for (c,) in places()})
        )

    return read


def household_labels(subjects: Iterable[str]) -> Mapping[str, str]:
    """The numbers of households by subject (one query, none where no household is among them)."""
    keys = _keys(subjects, "household")
    found = Household.objects.filter(key__in=keys).values_list("key", "label") if keys else ()
    return {f"household:{key}": label for key, label in found}


def organizations_within(prefix: str, on: date) -> list[Organization]:
    """Organizations at home within a place, by name."""
    found = Organization.objects.filter(holding(on), within(prefix_of(prefix), "home"))
    return list(found.order_by("name"))


def teams_within(prefix: str, on: date) -> list[Team]:
    """Teams sent to a place or within it, with the units that send them (two queries)."""
    found = Team.objects.filter(holding(on), within(prefix_of(prefix), "place"))
    return list(found.prefetch_related("units__organization").order_by("place", "key"))


def homes_of(parties: Iterable[str]) -> list[str]:
    """Code prefixes of where units are at home and teams are sent (two queries)."""
    wanted = set(parties)
    orgs = Organization.objects.filter(key__in=_keys(wanted, "org")).exclude(home="")
    teams = Team.objects.filter(key__in=_keys(wanted, "team"))
    codes = [*orgs.values_list("home", flat=True), *teams.values_list("place", flat=True)]
    return sorted(prefix_of(code) for code in codes)


def counties_within(prefix: str, on: date) -> list[Place]:
    """Provinces, cities and counties within a code prefix, by code; two queries.

    Of each county's block of codes only the first is looked at, so a province with all its
    villages costs no more than one without.
    """
    steps = (full(prefix), prefix + ":", prefix + ":")  # ":" stands behind every digit
    heads = {code[:6] for (code,) in rows_of(_COUNTY_HEADS, steps) if code}
    found = places_on(on).filter(code__in=[full(head) for head in heads])
    return list(found.order_by("code"))


_COUNTY_HEADS = """
WITH RECURSIVE head(code) AS (
  SELECT min(code) FROM registry_place WHERE code >= %s AND code < %s
  UNION ALL
  SELECT (
    SELECT min(place.code) FROM registry_place place
    WHERE place.code > substr(head.code, 1, 6) || '999999' AND place.code < %s
  ) FROM head WHERE head.code IS NOT NULL
)
SELECT code FROM head
"""


def former_names(ids: Iterable[str], on: date) -> Mapping[str, str]:
    """What organizations were called on a day, by party id, where it was otherwise (one query)."""
    keys = _keys(ids, "org")
    if not keys:
        return {}
    held = FormerName.objects.filter(organization__key__in=keys, since__lte=on, until__gt=on)
    return {f"org:{key}": name for key, name in held.values_list("organization__key", "name")}


def revision() -> int:
    """How often the registry was changed: pages showing its names depend on it (one query)."""
    found = rows_of("SELECT number FROM registry_revision ORDER BY id LIMIT 1", ())
    return int(found[0][0]) if found else 0
