"""The phone page's shell: the same bytes for everybody, nobody's name in it."""

from __future__ import annotations

OPEN = {"field:shell", "field:worker", "field:manifest"}
