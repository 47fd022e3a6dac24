"""What photos look like, for finding those that were used twice."""

from __future__ import annotations

import pytest

from tests.actions.bringing import keep
from tests.actions.bringing import written
from tests.pages.api.phone.pictures import key_of
from tests.pages.api.phone.pictures import photo
from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.look_at_photos import look_at_photos
from tongxing.records.evidence.models import StoredFile
from tongxing.records.evidence.pictures import looks
from tongxing.records.evidence.queries import not_looked_at
from tongxing.records.evidence.smaller import small_picture
from tongxing.records.evidence.storage import path_of

pytestmark = pytest.mark.usefixtures("short_parts")


def test_what_photos_look_like_is_worked_out_when_asked(crew: Cast) -> None:
    """Those asked for first, then others of the book; what cannot be drawn is said once."""
    some = [photo(3_000, n) for n in range(3)]
    written(crew, *some)
    for one in some:
        keep(crew, one)
    first, second, spoilt = (key_of(one) for one in some)
    path_of(spoilt).write_bytes(some[2][:200])
    look_at_photos(keys=[first])
    seen = StoredFile.objects.in_bulk()
    assert (seen[first].likeness, seen[first].mirrored) == looks(some[0])
    assert not seen[second].looked_at
    look_at_photos(keys=[], book=c.BOOK)
    seen = StoredFile.objects.in_bulk()
    assert all(one.looked_at for one in seen.values())
    assert seen[spoilt].likeness is None
    assert not_looked_at(c.BOOK, 10) == []
    assert small_picture(spoilt) is None
    assert small_picture(first).exists()
