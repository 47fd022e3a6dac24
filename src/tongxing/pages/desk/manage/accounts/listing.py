"""The list of accounts, with search and state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tongxing.pages.desk.access.grants import GrantLine
from tongxing.pages.desk.access.grants import grant_lines
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.writing import for_keeper
from tongxing.records.accounts.keeping import accounts_within
from tongxing.records.accounts.locks import locked_accounts
from tongxing.records.accounts.models import Account

ON_A_PAGE = 50
STATES: Mapping[str, str] = {
    "fine": "正常",
    "closed": "停用",
    "locked": "锁定",
    "fresh": "首次未改密",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One account as the list shows it."""

    account: Account
    state: str  # one of STATES
    grants: tuple[GrantLine, ...]  # those that hold

    @property
    def word(self) -> str:
        return STATES[self.state]


@require_safe
@for_keeper("see-accounts")
def listing(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    words, state = request.GET.get("q", "")[:60], request.GET.get("state", "")
    locked = locked_accounts(timezone.now())
    found = accounts_within(viewer.scope.where("see-accounts"), words)
    pages = Paginator(_in_state(found, state, locked), ON_A_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    accounts = list(shown.object_list)
    lines = grant_lines(accounts, viewer.today)
    context = {
        "rows": [
            Row(one, state_of(one, locked), tuple(g for g in lines[one.pk] if g.running))
            for one in accounts
        ],
        "q": words,
        "state": state,
        "states": STATES.items(),
        "shown": shown,
        "opens": viewer.scope.may_anywhere("open-accounts") and not viewer.past,
    }
    return page(request, viewer, "manage/accounts/list.jinja", context)


def _in_state(found: QuerySet[Account], state: str, locked: frozenset[str]) -> QuerySet[Account]:
    if state == "closed":
        return found.filter(is_active=False)
    if state == "locked":
        return found.filter(username__in=locked, is_active=True)
    if state == "fresh":
        return found.filter(must_change=True, is_active=True).exclude(username__in=locked)
    if state == "fine":
        return found.filter(is_active=True, must_change=False).exclude(username__in=locked)
    return found


def state_of(account: Account, locked: frozenset[str]) -> str:
    if not account.is_active:
        return "closed"
    if account.username in locked:
        return "locked"
    return "fresh" if account.must_change else "fine"
