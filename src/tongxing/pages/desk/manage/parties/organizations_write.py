"""单位: registering one, correcting, renaming and ending it."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tongxing.actions.change_organization import correct_organization
from tongxing.actions.change_organization import end_organization
from tongxing.actions.change_organization import rename_organization
from tongxing.actions.register_organization import OrganizationGiven
from tongxing.actions.register_organization import register_organization
from tongxing.actions.running import still_running
from tongxing.pages.desk.manage.parties.forms import Done
from tongxing.pages.desk.manage.parties.forms import Form
from tongxing.pages.desk.manage.parties.forms import Given
from tongxing.pages.desk.manage.parties.forms import Input
from tongxing.pages.desk.manage.parties.forms import filled
from tongxing.pages.desk.manage.parties.within import keeps
from tongxing.pages.desk.manage.parties.within import managed
from tongxing.pages.desk.manage.parties.within import organization_of
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.writing import for_keeper
from tongxing.records.registry.codes import full
from tongxing.records.registry.models import Organization
from tongxing.records.registry.models import Person

LIST = "desk:manage:organizations"
ONE = "desk:manage:organization"
CODE_HINT = "18位，大小写、全角半角都可以；没有的不填"
INPUTS = (
    Input("name", "单位全称", most=80, wide=True),
    Input("short", "简称", required=False, most=30, hint="页面和报表上用；不填就用全称"),
    Input("sort", "性质", "choice", choices=tuple(Organization.Sort.choices)),
    Input("credit_code", "统一社会信用代码", required=False, most=40, hint=CODE_HINT),
    Input("home", "所在地", "place", hint="单位在哪个县、镇或村"),
    Input("keeper", "由哪里登记", "place", required=False, hint="外地单位由受帮扶县登记的，选本县"),
    Input("since", "起日", "date", hint="单位成立或开始参加帮扶的日期"),
)


def _crumbs(*more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return (("管理", reverse("desk:manage:home")), ("单位", reverse(LIST)), *more)


def _about(row: Organization, act: str) -> tuple[tuple[tuple[str, str], ...], str]:
    back = reverse(ONE, args=[row.key])
    return _crumbs((str(row), back), (act, "")), back


@require_http_methods(["GET", "HEAD", "POST"])
@for_keeper("manage")
def new(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Register an organization; one that is there already is not registered twice."""

    def write(given: Given) -> Done:
        read = _given(given)
        outcome = register_organization(acting=viewer.scope, at=timezone.now(), given=read)
        row = outcome.organization
        known = f"名录中已有“{row.name}”，没有重复登记。"
        own = keeps(viewer, row.kept_at)
        address = reverse(ONE, args=[row.key]) if own else reverse(LIST)
        return Done(f"已登记“{row.name}”。" if outcome.added else known, address)

    form = Form(
        "登记单位", INPUTS, _crumbs(("登记单位", "")), reverse(LIST),
        lead="机关事业单位、企业、合作社、社会组织、村（社区）组织都在这里登记。",
        button="登记",
    )  # fmt: skip
    values = {"home": _first_place(viewer), "since": viewer.today.isoformat()}
    return filled(request, viewer, form, values, write)


@require_http_methods(["GET", "HEAD", "POST"])
@for_keeper("manage")
def correct(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """Mend what was entered wrongly."""
    row = organization_of(viewer, key)

    def write(given: Given) -> Done:
        read = _given(given)
        correct_organization(acting=viewer.scope, at=timezone.now(), key=key, given=read)
        return Done("已更正。", reverse(ONE, args=[key]))

    crumbs, back = _about(row, "更正")
    form = Form(
        f"更正：{row}", INPUTS, crumbs, back,
        lead="登记错了的在这里改正，不留曾用名；单位改了名称的，请用“更名”。",
    )  # fmt: skip
    values = {
        "name": row.name, "short": row.short, "sort": row.sort, "home": row.home,
        "credit_code": row.credit_code, "keeper": row.keeper, "since": row.since.isoformat(),
    }  # fmt: skip
    return filled(request, viewer, form, values, write)


@require_http_methods(["GET", "HEAD", "POST"])
@for_keeper("manage")
def rename(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """Another name from a day on; the former one is kept with its span."""
    row = organization_of(viewer, key)

    def write(given: Given) -> Done:
        since = given.day("since")
        given.sound()
        rename_organization(
            acting=viewer.scope, at=timezone.now(), key=key,
            name=given.text("name"), short=given.text("short"), since=since,
        )  # fmt: skip
        return Done("已更名，原名称作为曾用名保留。", reverse(ONE, args=[key]))

    crumbs, back = _about(row, "更名")
    inputs = (
        Input("name", "新名称（全称）", most=80, wide=True),
        Input("short", "新简称", required=False, most=30),
        Input("since", "从哪一天起", "date"),
    )
    form = Form(
        f"更名：{row}", inputs, crumbs, back,
        lead=f"现名称：{row.name}。更名后结对、记录、账号都不变，原名称作为曾用名可查。",
        button="更名",
    )  # fmt: skip
    values = {"since": viewer.today.isoformat()}
    return filled(request, viewer, form, values, write)


@require_http_methods(["GET", "HEAD", "POST"])
@for_keeper("manage")
def end(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """The organization was dissolved or merged; what still runs is named first."""
    row = organization_of(viewer, key)

    def write(given: Given) -> Done:
        until = given.day("until")
        given.sound()
        end_organization(
            acting=viewer.scope, at=timezone.now(), key=key,
            until=until, reason=given.text("reason"),
        )  # fmt: skip
        return Done("已登记撤销，以前的结对和记录都在。", reverse(ONE, args=[key]))

    crumbs, back = _about(row, "撤销、合并")
    inputs = (
        Input("until", "从哪一天起不再存在", "date"),
        Input("reason", "原因", "words", most=200, hint="如：机构改革并入市农业农村局"),
    )
    form = Form(
        f"撤销、合并：{row}", inputs, crumbs, back,
        lead="登记后名录、结对和记录都保留，只是从这一天起不再列出。",
        button="登记撤销",
        notes=_notes(row, viewer.today),
    )  # fmt: skip
    return filled(request, viewer, form, {"until": viewer.today.isoformat()}, write)


def _notes(row: Organization, on: date) -> tuple[str, ...]:
    """What must be brought to an end first, and what ends with it."""
    people = list(Person.objects.filter(organization=row, until=None))
    ids = [f"org:{row.key}", *(f"person:{one.key}" for one in people)]
    running = tuple(f"还在续：{one.what}" for one in still_running(ids, on))
    together = (f"在册的{len(people)}人同日离任。",) if people else ()
    return (*running, *together)


def _given(given: Given) -> OrganizationGiven:
    since = given.day("since")
    home = given.place("home")
    keeper = given.place("keeper", required=False)
    given.sound()
    return OrganizationGiven(
        name=given.text("name"),
        short=given.text("short"),
        sort=given.text("sort"),
        credit_code=given.text("credit_code"),
        home=home,
        keeper=keeper,
        since=since,
    )


def _first_place(viewer: Viewer) -> str:
    """The county this office keeps, to begin with."""
    return next((full(one) for one in sorted(managed(viewer)) if one), "")
