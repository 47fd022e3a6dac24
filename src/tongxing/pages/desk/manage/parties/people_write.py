"""人员: registering somebody, correcting, moving to another post, ending a term of office."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tongxing.actions.change_person import correct_person
from tongxing.actions.change_person import end_person
from tongxing.actions.change_person import move_person
from tongxing.actions.register_person import PersonGiven
from tongxing.actions.register_person import register_person
from tongxing.actions.running import still_running
from tongxing.pages.desk.manage.parties.forms import Done
from tongxing.pages.desk.manage.parties.forms import Form
from tongxing.pages.desk.manage.parties.forms import Given
from tongxing.pages.desk.manage.parties.forms import Input
from tongxing.pages.desk.manage.parties.forms import filled
from tongxing.pages.desk.manage.parties.within import managed
from tongxing.pages.desk.manage.parties.within import named_organization
from tongxing.pages.desk.manage.parties.within import offered
from tongxing.pages.desk.manage.parties.within import organization_of
from tongxing.pages.desk.manage.parties.within import person_of
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.writing import for_keeper
from tongxing.records.registry.kept import kept_organizations
from tongxing.records.registry.models import Person

LIST = "desk:manage:people"
ONE = "desk:manage:person"
NO_ID = "不填身份证号、住址等个人信息。"
NAME = Input("name", "姓名或称呼", most=40, hint="可只写岗位，如“市林业局联络员”")
POST = Input("post", "职务", most=60, hint="如：联络员、驻村第一书记")
PHONE = Input(
    "phone",
    "联系电话",
    required=False,
    most=40,
    hint="页面上只显示前后几位，查看全号须写明原因并留痕",
)
SINCE = Input("since", "到任日期", "date")


def _crumbs(*more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return (("管理", reverse("desk:manage:home")), ("人员", reverse(LIST)), *more)


def _about(row: Person, act: str) -> tuple[tuple[tuple[str, str], ...], str]:
    back = reverse(ONE, args=[row.key])
    return _crumbs((row.name, back), (act, "")), back


def _organization(viewer: Viewer) -> Input:
    rows = kept_organizations(managed(viewer)).filter(until=None)
    hint = "写几个字，从列出的单位中选；没有的先到“单位”中登记"
    return Input("organization", "单位", "party", hint=hint, choices=offered(rows), wide=True)


def _organization_key(viewer: Viewer, given: Given) -> str:
    key, wrong = named_organization(viewer, given.text("organization"))
    if wrong:
        given.errors["organization"] = wrong
    return key


@require_http_methods(["GET", "HEAD", "POST"])
@for_keeper("manage")
def new(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Register somebody, from an organization's page with the organization filled in."""

    def write(given: Given) -> Done:
        read = PersonGiven(
            name=given.text("name"), organization=_organization_key(viewer, given),
            post=given.text("post"), since=given.day("since"), phone=given.text("phone"),
        )  # fmt: skip
        given.sound()
        outcome = register_person(acting=viewer.scope, at=timezone.now(), given=read)
        row = outcome.person
        said = (
            f"已登记“{row.name}”。" if outcome.added else f"“{row.name}”已在名录中，没有重复登记。"
        )
        return Done(said, reverse(ONE, args=[row.key]))

    asked = request.GET.get("organization", "")
    home = organization_of(viewer, asked) if asked else None
    inputs = (NAME, _organization(viewer), POST, PHONE, SINCE)
    form = Form(
        "登记人员", inputs, _crumbs(("登记人员", "")), reverse(LIST), lead=NO_ID, button="登记"
    )
    values = {"organization": home.name if home else "", "since": viewer.today.isoformat()}
    return filled(request, viewer, form, values, write)


@require_http_methods(["GET", "HEAD", "POST"])
@for_keeper("manage")
def correct(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """Mend what was entered wrongly; a phone left empty stays as it is."""
    row = person_of(viewer, key)

    def write(given: Given) -> Done:
        typed = given.text("phone")
        kept = "" if given.text("no_phone") else typed or row.phone
        read = PersonGiven(
            name=given.text("name"), organization="", post=given.text("post"),
            since=given.day("since"), phone=kept,
        )  # fmt: skip
        given.sound()
        correct_person(acting=viewer.scope, at=timezone.now(), key=key, given=read)
        return Done("已更正。", reverse(ONE, args=[key]))

    crumbs, back = _about(row, "更正")
    hint = "不填就保留原号码" if row.phone else PHONE.hint
    clear = (Input("no_phone", "不再登记联系电话", "tick", required=False),) if row.phone else ()
    form = Form(
        f"更正：{row.name}", (NAME, POST, PHONE._replace(hint=hint), SINCE, *clear), crumbs, back,
        lead=f"登记错了的在这里改正；职务或单位有变动的，请用“变动”。{NO_ID}",
    )  # fmt: skip
    values = {"name": row.name, "post": row.post, "since": row.since.isoformat()}
    return filled(request, viewer, form, values, write)


@require_http_methods(["GET", "HEAD", "POST"])
@for_keeper("manage")
def move(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """Another post, or another organization, from a day on."""
    row = person_of(viewer, key)

    def write(given: Given) -> Done:
        organization = _organization_key(viewer, given)
        since = given.day("since")
        given.sound()
        move_person(
            acting=viewer.scope, at=timezone.now(), key=key,
            organization=organization, post=given.text("post"), since=since,
        )  # fmt: skip
        return Done("已登记变动，原职务保留可查。", reverse(ONE, args=[key]))

    crumbs, back = _about(row, "变动")
    inputs = (_organization(viewer), POST, SINCE._replace(title="从哪一天起"))
    form = Form(
        f"职务、单位变动：{row.name}", inputs, crumbs, back,
        lead="账号的授权不随职务变动，需要调整的请另行办理。", button="登记变动",
    )  # fmt: skip
    home = row.organization.name if row.organization else ""
    values = {"organization": home, "post": row.post, "since": viewer.today.isoformat()}
    return filled(request, viewer, form, values, write)


@require_http_methods(["GET", "HEAD", "POST"])
@for_keeper("manage")
def end(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """Somebody left office; what still runs in their name is told first."""
    row = person_of(viewer, key)

    def write(given: Given) -> Done:
        until = given.day("until")
        given.sound()
        end_person(
            acting=viewer.scope, at=timezone.now(), key=key,
            until=until, reason=given.text("reason"),
        )  # fmt: skip
        return Done("已登记离任，以前的记录都在。", reverse(ONE, args=[key]))

    crumbs, back = _about(row, "离任")
    inputs = (
        Input("until", "从哪一天起离任", "date"),
        Input("reason", "原因", "words", most=200, hint="如：轮换、退休"),
    )
    form = Form(
        f"离任：{row.name}", inputs, crumbs, back, button="登记离任",
        notes=_notes(row, viewer.today),
    )  # fmt: skip
    return filled(request, viewer, form, {"until": viewer.today.isoformat()}, write)


def _notes(row: Person, on: date) -> tuple[str, ...]:
    return tuple(f"还在续：{one.what}" for one in still_running([f"person:{row.key}"], on))
