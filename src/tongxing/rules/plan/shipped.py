"""The kinds and plans that come with Tongxing, read from package data: the rules' only files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from tongxing.rules.plan.kind_reader import read_kind
from tongxing.rules.plan.model import Kind


class ShippedBrokenError(Exception):
    """A file inside the package cannot be read: a fault of this release, not of any data."""


class NotShippedError(LookupError):
    """No such kind version or plan comes with this release."""


@cache
def _versions() -> Mapping[tuple[str, int], Kind]:
    found: dict[tuple[str, int], Kind] = {}
    for entry in sorted(files("tongxing.catalogue").joinpath("kinds").iterdir(), key=str):
        kind = read_kind(entry.read_bytes(), file=entry.name)
        if not isinstance(kind, Kind):
            raise ShippedBrokenError("\n".join(one.say() for one in kind))
        found[kind.id, kind.version] = kind
    return found


@cache
def shipped_kinds() -> Mapping[str, Kind]:
    """Every shipped kind by id, in its latest version, ordered by id."""
    return {id_: kind for (id_, _), kind in sorted(_versions().items())}


def shipped_kind(id_: str, version: int) -> Kind:
    """One version of one kind, so that old records stay readable; NotShippedError otherwise."""
    try:
        return _versions()[id_, version]
    except KeyError:
        raise NotShippedError(f"{id_} {version}") from None


def every_version(id_: str) -> tuple[Kind, ...]:
    """All shipped versions of a kind, ascending; none when there is no such kind."""
    return tuple(kind for (known, _), kind in sorted(_versions().items()) if known == id_)


@cache
def shipped_plans() -> tuple[tuple[str, str], ...]:
    """(place, name) of every shipped plan: `("440981", "gaozhou-pairing-2024")`, ascending."""
    plans = files("tongxing.catalogue").joinpath("plans")
    return tuple(
        sorted(
            (folder.name, entry.name.removesuffix(".toml"))
            for folder in plans.iterdir()
            for entry in folder.iterdir()
            if entry.name.endswith(".toml") and not entry.name.endswith(".examples.toml")
        )
    )


def shipped_plan_bytes(place: str, name: str) -> tuple[bytes, bytes]:
    """The plan's file and its examples' file; NotShippedError when there is no such plan."""
    if (place, name) not in shipped_plans():
        raise NotShippedError(f"{place}/{name}")
    folder = files("tongxing.catalogue").joinpath("plans", place)
    return (
        folder.joinpath(f"{name}.toml").read_bytes(),
        folder.joinpath(f"{name}.examples.toml").read_bytes(),
    )
