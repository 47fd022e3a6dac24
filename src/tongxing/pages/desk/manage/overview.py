"""The first page of 管理: what this reader may keep in order, with a line on each."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.viewer import for_viewer
from tongxing.records.accounts.access import Verb


class Section(NamedTuple):
    """One subject of 管理: its first page and the verb without which it is not offered."""

    address: str
    title: str
    about: str
    icon: str
    verb: Verb


SECTIONS: tuple[Section, ...] = ()


def sections_for(viewer: Viewer) -> tuple[Section, ...]:
    """The sections this reader may open."""
    return tuple(one for one in SECTIONS if viewer.scope.may_anywhere(one.verb))


@require_safe
@for_viewer
def overview(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    return page(request, viewer, "manage/overview.jinja", {"sections": sections_for(viewer)})
