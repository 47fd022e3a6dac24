"""Boards: what a page shows, cut to what its viewer may see.

Planned functions (each takes the viewer's `Scope`, and `as_of`, `known_at`):
`home_board`, `matrix_board`, `village_board`, `place_board`, `unit_board`, `team_board`,
`pairing_board`; each raises `NotInView` when the viewer may not see its subject.
"""

from __future__ import annotations
