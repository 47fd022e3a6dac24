"""What places are called: in the registry, else in the code set shipped with this program."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from django.db import OperationalError
from django.db import ProgrammingError

from tongxing.records.registry.codes import full
from tongxing.records.registry.queries import place_names
from tongxing.records.registry.shipped import NotShippedError
from tongxing.records.registry.shipped import shipped_places

PROVINCE_DIGITS = 2


def names_of(prefixes: Iterable[str], on: date) -> Mapping[str, str]:
    """Names by code prefix; a place nobody knows is called by its code, "" is all there is."""
    wanted = {one: full(one) for one in prefixes if one}
    try:
        known = dict(place_names(wanted.values(), on))
    except (OperationalError, ProgrammingError):  # a lake alone, without a database
        known = {}
    found = {"": "全国"}
    for prefix, code in wanted.items():
        found[prefix] = known.get(code) or _shipped(code[:PROVINCE_DIGITS]).get(code, prefix)
    return found


@lru_cache(maxsize=40)
def _shipped(province: str) -> Mapping[str, str]:
    try:
        return {one.code: one.name for one in shipped_places(province)}
    except NotShippedError:
        return {}
