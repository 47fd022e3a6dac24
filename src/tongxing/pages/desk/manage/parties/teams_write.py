"""工作队: registering, correcting and ending a team; its units and people."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tongxing.actions.keep_teams import TeamGiven
from tongxing.actions.keep_teams import correct_team
from tongxing.actions.keep_teams import end_team
from tongxing.actions.keep_teams import register_team
from tongxing.actions.running import still_running
from tongxing.actions.team_membership import seat_member
from tongxing.actions.team_membership import seat_unit
from tongxing.actions.team_membership import unseat_member
from tongxing.actions.team_membership import unseat_unit
from tongxing.derive.boards import NotInView
from tongxing.pages.desk.manage.parties.forms import Done
from tongxing.pages.desk.manage.parties.forms import Form
from tongxing.pages.desk.manage.parties.forms import Given
from tongxing.pages.desk.manage.parties.forms import Input
from tongxing.pages.desk.manage.parties.forms import filled
from tongxing.pages.desk.manage.parties.within import managed
from tongxing.pages.desk.manage.parties.within import named_organization
from tongxing.pages.desk.manage.parties.within import offered
from tongxing.pages.desk.manage.parties.within import team_of
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.writing import for_keeper
from tongxing.records.registry.codes import prefix_of
from tongxing.records.registry.kept import kept_organizations
from tongxing.records.registry.models import Person
from tongxing.records.registry.models import Team
from tongxing.records.registry.models import TeamMember
from tongxing.records.registry.models import TeamUnit

LIST = "desk:manage:teams"
ONE = "desk:manage:team"
MOST_OFFERED = 300


def _crumbs(*more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return (("管理", reverse("desk:manage:home")), ("工作队", reverse(LIST)), *more)


def _about(row: Team, act: str) -> tuple[tuple[tuple[str, str], ...], str]:
    back = reverse(ONE, args=[row.key])
    return _crumbs((str(row), back), (act, "")), back


def _inputs(viewer: Viewer, of: Team | None = None) -> tuple[Input, ...]:
    return (
        Input("name", "名称（全称）", most=80, wide=True),
        Input("short", "简称", required=False, most=30),
        Input("tier", "层级", "choice", choices=tuple(Team.Tier.choices)),
        Input("place", "派驻地", "place", hint="驻镇工作队选镇，县工作组选县，指挥部选市"),
        Input("parent", "上一级", "choice", required=False, choices=_above(viewer, of)),
        Input("size", "人数", "number", required=False, hint="登记队员后按队员人数计"),
        Input("party_branch", "临时党支部", required=False, most=80, wide=True),
        Input("branch_approved_by", "批准单位", required=False, most=80, hint="如：王村港镇党委"),
        Input("branch_approved_on", "批准日期", "date", required=False),
        Input("since", "起日", "date", hint="进驻或成立的日期"),
    )


def _above(viewer: Viewer, of: Team | None) -> tuple[tuple[str, str], ...]:
    """Running work groups and commands over the places this reader keeps."""
    rows = Team.objects.filter(until=None).exclude(tier=Team.Tier.TOWN).order_by("place", "key")
    near = [
        one
        for one in rows
        if (of is None or one.pk != of.pk)
        and any(
            prefix.startswith(prefix_of(one.place)) or one.place.startswith(prefix)
            for prefix in managed(viewer)
        )
    ]
    return tuple((one.key, str(one)) for one in near)


@require_http_methods(["GET", "HEAD", "POST"])
@for_keeper("manage")
def new(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Register a team, a county work group or a command."""

    def write(given: Given) -> Done:
        read = _given(given)
        outcome = register_team(acting=viewer.scope, at=timezone.now(), given=read)
        row = outcome.team
        said = f"已登记“{row}”。接着登记牵头单位、成员单位和队员。"
        known = f"名录中已有“{row}”，没有重复登记。"
        return Done(said if outcome.added else known, reverse(ONE, args=[row.key]))

    tier = request.GET.get("tier", "")
    form = Form(
        "登记工作队", _inputs(viewer), _crumbs(("登记工作队", "")), reverse(LIST), button="登记"
    )
    values = {
        "since": viewer.today.isoformat(),
        "tier": tier if tier in Team.Tier.values else Team.Tier.TOWN,
        "place": viewer.book.ljust(12, "0") if tier == Team.Tier.COUNTY else "",
    }
    return filled(request, viewer, form, values, write)


@require_http_methods(["GET", "HEAD", "POST"])
@for_keeper("manage")
def correct(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """Bring the entry up to date: names, parent, Party branch and its approval."""
    row = team_of(viewer, key)

    def write(given: Given) -> Done:
        read = _given(given)
        correct_team(acting=viewer.scope, at=timezone.now(), key=key, given=read)
        return Done("已保存。", reverse(ONE, args=[key]))

    crumbs, back = _about(row, "修改")
    form = Form(f"修改：{row}", _inputs(viewer, row), crumbs, back)
    approved = row.branch_approved_on
    values = {
        "name": row.name, "short": row.short, "tier": row.tier, "place": row.place,
        "parent": row.parent.key if row.parent else "", "size": str(row.size or ""),
        "party_branch": row.party_branch, "branch_approved_by": row.branch_approved_by,
        "branch_approved_on": approved.isoformat() if approved else "",
        "since": row.since.isoformat(),
    }  # fmt: skip
    return filled(request, viewer, form, values, write)


@require_http_methods(["GET", "HEAD", "POST"])
@for_keeper("manage")
def end(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """The team went home; what still runs is named first."""
    row = team_of(viewer, key)

    def write(given: Given) -> Done:
        until = given.day("until")
        given.sound()
        end_team(
            acting=viewer.scope, at=timezone.now(), key=key,
            until=until, reason=given.text("reason"),
        )  # fmt: skip
        return Done("已登记结束，以前的结对和记录都在。", reverse(ONE, args=[key]))

    crumbs, back = _about(row, "结束")
    inputs = (
        Input("until", "从哪一天起结束", "date"),
        Input("reason", "原因", "words", most=200, hint="如：任期届满"),
    )
    form = Form(
        f"结束：{row}", inputs, crumbs, back, button="登记结束",
        notes=_notes(row, viewer.today),
    )  # fmt: skip
    return filled(request, viewer, form, {"until": viewer.today.isoformat()}, write)


def _notes(row: Team, on: date) -> tuple[str, ...]:
    running = [f"还在续：{one.what}" for one in still_running([f"team:{row.key}"], on)]
    below = [f"还有下级队伍：{one}" for one in row.children.filter(until=None).order_by("key")]
    inside = row.units.filter(until=None).count(), row.members.filter(until=None).count()
    together = [f"{inside[0]}个单位、{inside[1]}名队员同日结束。"] if any(inside) else []
    return (*running, *below, *together)


@require_http_methods(["GET", "HEAD", "POST"])
@for_keeper("manage")
def unit(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """A unit joins the team or changes its role; a new lead unit takes over from the old."""
    row = team_of(viewer, key)

    def write(given: Given) -> Done:
        organization, wrong = named_organization(viewer, given.text("organization"))
        if wrong:
            given.errors["organization"] = wrong
        since = given.day("since")
        given.sound()
        seat_unit(
            acting=viewer.scope, at=timezone.now(), team=key,
            organization=organization, role=given.text("role"), since=since,
        )  # fmt: skip
        return Done("已登记。", reverse(ONE, args=[key]))

    crumbs, back = _about(row, "派出单位")
    rows = kept_organizations(managed(viewer)).filter(until=None)
    hint = "写几个字，从列出的单位中选；外地单位先在“单位”中登记"
    inputs = (
        Input("organization", "单位", "party", hint=hint, choices=offered(rows), wide=True),
        Input("role", "角色", "choice", choices=tuple(TeamUnit.Role.choices)),
        Input("since", "从哪一天起", "date"),
    )
    form = Form(
        f"派出单位：{row}", inputs, crumbs, back, button="登记",
        lead="牵头单位只有一个：登记新的牵头单位，原来的从同一天起不再牵头。",
    )  # fmt: skip
    values = {"role": TeamUnit.Role.MEMBER, "since": viewer.today.isoformat()}
    return filled(request, viewer, form, values, write)


@require_http_methods(["GET", "HEAD", "POST"])
@for_keeper("manage")
def member(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """Somebody joins the team or changes their role; a new leader takes over from the old."""
    row = team_of(viewer, key)

    def write(given: Given) -> Done:
        since = given.day("since")
        given.sound()
        seat_member(
            acting=viewer.scope, at=timezone.now(), team=key,
            person=given.text("person"), role=given.text("role"), since=since,
        )  # fmt: skip
        return Done("已登记。", reverse(ONE, args=[key]))

    crumbs, back = _about(row, "队员")
    offers = _candidates(row)
    inputs = (
        Input("person", "人员", "choice", choices=offers, wide=True,
              hint="派出单位和当地的在册人员；没有列出的，先到“人员”中登记"),
        Input("role", "角色", "choice", choices=tuple(TeamMember.Role.choices)),
        Input("since", "从哪一天起", "date"),
    )  # fmt: skip
    empty = "派出单位和当地还没有在册人员，请先到“人员”中登记。"
    form = Form(
        f"队员：{row}", inputs, crumbs, back, button="登记",
        lead="队长只有一人：登记新队长，原队长从同一天起不再担任。",
        notes=() if offers else (empty,),
    )  # fmt: skip
    asked = request.GET.get("person", "")
    values = {"person": asked, "role": TeamMember.Role.MEMBER, "since": viewer.today.isoformat()}
    return filled(request, viewer, form, values, write)


def _candidates(row: Team) -> tuple[tuple[str, str], ...]:
    """People of the units that send the team, of its place, and those in it already."""
    units = row.units.filter(until=None).values("organization")
    found = Person.objects.filter(until=None, organization__in=units)
    local = Person.objects.filter(until=None, organization__home__startswith=prefix_of(row.place))
    own = Person.objects.filter(until=None, teams__in=row.members.filter(until=None))
    keys = {one for rows in (found, local, own) for one in rows.values_list("pk", flat=True)}
    rows = Person.objects.filter(pk__in=list(keys)[:MOST_OFFERED]).select_related("organization")
    return tuple((one.key, _told(one)) for one in rows.order_by("organization__name", "pk"))


def _told(one: Person) -> str:
    beside = "·".join(filter(None, (str(one.organization or ""), one.post)))
    return f"{one.name}（{beside}）" if beside else one.name


@require_http_methods(["GET", "HEAD", "POST"])
@for_keeper("manage")
def leave(request: HttpRequest, viewer: Viewer, key: str, sort: str, who: str) -> HttpResponse:
    """A unit or a person leaves the team from a day on."""
    row = team_of(viewer, key)
    name = _seated(row, sort, who)

    def write(given: Given) -> Done:
        until = given.day("until")
        given.sound()
        at = timezone.now()
        if sort == "unit":
            unseat_unit(acting=viewer.scope, at=at, team=key, organization=who, until=until)
        else:
            unseat_member(acting=viewer.scope, at=at, team=key, person=who, until=until)
        return Done("已登记退出，以前的记录都在。", reverse(ONE, args=[key]))

    crumbs, back = _about(row, "退出")
    form = Form(
        f"退出{row}：{name}", (Input("until", "从哪一天起退出", "date"),), crumbs, back,
        button="登记退出",
    )  # fmt: skip
    return filled(request, viewer, form, {"until": viewer.today.isoformat()}, write)


def _seated(row: Team, sort: str, who: str) -> str:
    """The name of a unit or person that is in the team now; raises NotInView."""
    if sort == "unit":
        unit = row.units.filter(until=None, organization__key=who).first()
        found = str(unit.organization) if unit else ""
    else:
        member = row.members.filter(until=None, person__key=who).first()
        found = str(member.person) if member and sort == "member" else ""
    if not found:
        raise NotInView
    return found


def _given(given: Given) -> TeamGiven:
    since = given.day("since")
    place = given.place("place")
    approved = given.day_or_none("branch_approved_on")
    size = given.number("size")
    given.sound()
    return TeamGiven(
        name=given.text("name"),
        short=given.text("short"),
        tier=given.text("tier"),
        place=place,
        parent=given.text("parent"),
        size=size,
        party_branch=given.text("party_branch"),
        branch_approved_by=given.text("branch_approved_by"),
        branch_approved_on=approved,
        since=since,
    )
