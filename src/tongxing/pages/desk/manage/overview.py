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


SECTIONS: tuple[Section, ...] = (
    Section(
        "desk:manage:places:list",
        "地名",
        "镇、村的名称和代码，更名、并入、撤销留沿革。",
        icon="map-pin",
        verb="manage",
    ),
    Section(
        "desk:manage:organizations",
        "单位",
        "机关、企业、合作社和村组织，信用代码、更名和沿革。",
        icon="building",
        verb="manage",
    ),
    Section(
        "desk:manage:people",
        "人员",
        "按岗位登记，职务变动留沿革，电话遮盖显示。",
        icon="users",
        verb="manage",
    ),
    Section(
        "desk:manage:teams",
        "工作队",
        "派出单位、队员、临时党支部，该不该设县工作组。",
        icon="flag",
        verb="manage",
    ),
    Section(
        "desk:manage:households",
        "农户编号",
        "包户用的编号，按村登记，不含个人信息；方案要求的，还登记户类。",
        icon="home-heart",
        verb="manage",
    ),
    Section(
        "desk:manage:pairings:list",
        "结对关系",
        "谁与哪个村结对，登记、结束、成批调整，看沿革。",
        icon="link",
        verb="manage",
    ),
    Section(
        "desk:manage:pairings:import",
        "导入结对表",
        "把手头的结对表核对后一次登记，错处标到单元格。",
        icon="table-import",
        verb="manage",
    ),
    Section(
        "desk:manage:accounts:list",
        "账号",
        "谁可以登录、各有什么授权；开设、停用、重置密码、办理授权。",
        icon="key",
        verb="see-accounts",
    ),
    Section(
        "desk:manage:audit",
        "审计",
        "谁在什么时候、从哪里看了什么、做了什么。",
        icon="shield-search",
        verb="audit",
    ),
)


def sections_for(viewer: Viewer) -> tuple[Section, ...]:
    """The sections this reader may open."""
    return tuple(one for one in SECTIONS if viewer.scope.may_anywhere(one.verb))


@require_safe
@for_viewer
def overview(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    return page(request, viewer, "manage/overview.jinja", {"sections": sections_for(viewer)})
