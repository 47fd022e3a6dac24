"""Renaming, merging, abolishing and adding a place: one form each, one action each."""

from __future__ import annotations

from django.http import HttpRequest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tongxing.actions.add_place import add_place
from tongxing.actions.end_places import abolish_place
from tongxing.actions.end_places import merge_places
from tongxing.actions.keep_places import LONGEST_BASIS
from tongxing.actions.keep_places import LONGEST_NAME
from tongxing.actions.rename_place import rename_place
from tongxing.derive.boards import NotInView
from tongxing.pages.desk.manage.parties.forms import Done
from tongxing.pages.desk.manage.parties.forms import Form
from tongxing.pages.desk.manage.parties.forms import Given
from tongxing.pages.desk.manage.parties.forms import Input
from tongxing.pages.desk.manage.parties.forms import filled
from tongxing.pages.desk.manage.places.looking import PlaceSheet
from tongxing.pages.desk.manage.places.looking import sheet_of
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.writing import for_keeper
from tongxing.records.registry.codes import prefix_of
from tongxing.rules.periods import say_day

LIST = "desk:manage:places:list"
ONE = "desk:manage:places:one"
CITY_DIGITS = 4
BASIS = Input("basis", "依据", most=LONGEST_BASIS, hint="批准文件的名称或文号", wide=True)
NAME = Input("name", "新名称", most=LONGEST_NAME, hint="写全，如“根子街道”“柏桥社区”")
STAYS = "以前的记录仍记在原来的名称下，按当时的日期查看时显示原名。"


def _form(sheet: PlaceSheet, act: str, inputs: tuple[Input, ...], *notes: str) -> Form:
    name, back = sheet.latest.name, reverse(ONE, args=[sheet.latest.code])
    crumbs = (("管理", reverse("desk:manage:home")), ("地名", reverse(LIST)), (name, back))
    return Form(
        title=f"{name}{act}",
        lead=sheet.path,
        inputs=inputs,
        crumbs=(*crumbs, (act, "")),
        back=back,
        button=f"办理{act}",
        notes=notes,
    )


def _kept(viewer: Viewer, code: str) -> PlaceSheet:
    """The sheet of a place this reader may change and that goes on; raises NotInView."""
    sheet = sheet_of(code, viewer.today)
    if not viewer.scope.may("manage", place=code, parties=()):
        raise NotInView
    return sheet


@require_http_methods(["GET", "HEAD", "POST"])
@for_keeper("manage")
def rename(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    sheet = _kept(viewer, code)
    since = Input("since", "从哪一日起用新名称", "date")
    form = _form(sheet, "更名", (NAME, since, BASIS), STAYS)

    def write(given: Given) -> Done:
        day = given.day("since")
        given.sound()
        row = rename_place(
            acting=viewer.scope,
            at=timezone.now(),
            code=code,
            name=given.text("name"),
            since=day,
            basis=given.text("basis"),
        )
        said = f"{sheet.latest.name}自{say_day(day)}起更名为{row.name}。"
        return Done(said, form.back)

    return filled(request, viewer, form, {"since": viewer.today.isoformat()}, write)


@require_http_methods(["GET", "HEAD", "POST"])
@for_keeper("manage")
def merge(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    """Into another place of the same city, which goes on."""
    sheet = _kept(viewer, code)
    around = prefix_of(code)[:CITY_DIGITS]
    into = Input("into", "并入哪里", "place", hint=f"同一层级的另一个{sheet.label}", within=around)
    on = Input("on", "从哪一日起并入", "date")
    form = _form(sheet, "并入", (into, on, BASIS), *_running(sheet), STAYS)

    def write(given: Given) -> Done:
        target, day = given.place("into", within=around), given.day("on")
        given.sound()
        merge_places(
            acting=viewer.scope,
            at=timezone.now(),
            codes=[code],
            into=target,
            on=day,
            basis=given.text("basis"),
        )
        return Done(f"已登记{sheet.latest.name}的并入，以前的记录留在原处。", form.back)

    return filled(request, viewer, form, {"on": viewer.today.isoformat()}, write)


@require_http_methods(["GET", "HEAD", "POST"])
@for_keeper("manage")
def abolish(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    sheet = _kept(viewer, code)
    on = Input("on", "从哪一日起撤销", "date")
    form = _form(sheet, "撤销", (on, BASIS), *_running(sheet), STAYS)

    def write(given: Given) -> Done:
        day = given.day("on")
        given.sound()
        abolish_place(
            acting=viewer.scope, at=timezone.now(), code=code, on=day, basis=given.text("basis")
        )
        return Done(f"已登记{sheet.latest.name}的撤销，以前的记录留在原处。", form.back)

    return filled(request, viewer, form, {"on": viewer.today.isoformat()}, write)


def _running(sheet: PlaceSheet) -> tuple[str, ...]:
    """What still runs there and has to be seen to beside."""
    if not sheet.pairings:
        return ()
    return (f"这里还有{sheet.pairings}对在续结对，请另到“结对关系”中办理结束或改派。",)


@require_http_methods(["GET", "HEAD", "POST"])
@for_keeper("manage")
def add(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """A place the shipped set does not have."""
    form = Form(
        title="补登地名",
        lead="全国区划代码中还没有的镇、村，按批准文件补登。",
        inputs=(
            Input("code", "12位区划代码", most=12, hint="镇的末三位写000；所在上级须已在名录中"),
            Input("name", "名称", most=LONGEST_NAME, hint="写全，如“根子镇”“柏桥村”"),
            Input("since", "从哪一日起", "date", hint="设立的日期；早于这一天的记录不能写在这里"),
            BASIS,
        ),
        crumbs=(
            ("管理", reverse("desk:manage:home")),
            ("地名", reverse(LIST)),
            ("补登地名", ""),
        ),
        back=reverse(LIST),
        button="登记",
    )

    def write(given: Given) -> Done:
        day = given.day("since")
        given.sound()
        place = add_place(
            acting=viewer.scope,
            at=timezone.now(),
            code=given.text("code"),
            name=given.text("name"),
            since=day,
            basis=given.text("basis"),
        )
        return Done(f"已登记{place.name}。", reverse(ONE, args=[place.code]))

    return filled(request, viewer, form, {"code": request.GET.get("code", "")[:12]}, write)
