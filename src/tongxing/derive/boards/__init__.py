"""Boards: what a page shows, cut to what its viewer may see.

Each function takes the viewer's `Scope` (from `records.pairings.queries.scope_with_pairings`),
`as_of` and `known_at`, and raises `NotInView` when the viewer may not see its subject:
`home_board(scope, *, book, as_of, known_at)`, `matrix_board(scope, *, book, as_of, known_at,
asked)`, `village_board | place_board(scope, *, place, as_of, known_at)`, `unit_board |
team_board(scope, *, book, party, as_of, known_at)`, `pairing_board(scope, *, key, as_of,
known_at)`, `tiers_board(scope, *, as_of)`. `books_of(scope)` lists the books a viewer has
anything in; `leading_book(codes, on)` is the one to begin with.
"""

from __future__ import annotations

from tongxing.derive.boards.home import home_board as home_board
from tongxing.derive.boards.matrix import MatrixBoard as MatrixBoard
from tongxing.derive.boards.matrix import MatrixFilter as MatrixFilter
from tongxing.derive.boards.matrix import matrix_board as matrix_board
from tongxing.derive.boards.pairing import pairing_board as pairing_board
from tongxing.derive.boards.parties import team_board as team_board
from tongxing.derive.boards.parties import unit_board as unit_board
from tongxing.derive.boards.places import place_board as place_board
from tongxing.derive.boards.places import village_board as village_board
from tongxing.derive.boards.tiers import tiers_board as tiers_board
from tongxing.derive.boards.view import NotInView as NotInView
from tongxing.derive.boards.view import books_of as books_of
from tongxing.derive.boards.view import leading_book as leading_book
