"""审计: read and taken away by who audits, and by nobody else."""

from __future__ import annotations

from django.urls import reverse

from tests.access.asked import Asked
from tests.access.asked import Deed
from tests.access.asked import World

AUDITORS = frozenset({"auditor"})


def _audit(world: World) -> list[Asked]:
    return [Asked(reverse("desk:manage:audit"), AUDITORS)]


def _export(world: World) -> list[Deed]:
    return [Deed(reverse("desk:manage:audit-export"), {}, AUDITORS)]


ABOUT = {"desk:manage:audit": _audit}
DEEDS = {"desk:manage:audit-export": _export}
