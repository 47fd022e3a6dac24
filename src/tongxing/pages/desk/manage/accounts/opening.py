"""Opening an account: choose somebody registered, or write down who it is for."""

from __future__ import annotations

from django.http import HttpRequest
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongxing.actions.errors import Refused
from tongxing.actions.keep_accounts import Opened
from tongxing.actions.keep_accounts import create_account
from tongxing.actions.keep_accounts import register_and_create
from tongxing.pages.desk.manage.accounts.choices import home_choices
from tongxing.pages.desk.manage.accounts.views import shown
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.writing import Refusal
from tongxing.pages.desk.writing import for_keeper
from tongxing.pages.desk.writing import refusal_of
from tongxing.records.accounts.keeping import people_found

MOST_PEOPLE = 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_keeper("open-accounts")
def new(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Looking somebody up is a GET; the POST opens, and shows the password this once."""
    if request.method != "POST":
        return _form(request, viewer)
    try:
        opened = _opened(request, viewer)
    except Refused as refused:
        return _form(request, viewer, refusal_of(refused))
    return shown(request, viewer, opened.account.username, password=opened.password)


def _opened(request: HttpRequest, viewer: Viewer) -> Opened:
    at, username = timezone.now(), request.POST.get("username", "").strip()
    home = _home(request, viewer)
    if person := request.POST.get("person", ""):
        return create_account(
            acting=viewer.scope, at=at, username=username, person=person, home=home
        )
    return register_and_create(
        acting=viewer.scope,
        at=at,
        username=username,
        name=request.POST.get("name", ""),
        post=request.POST.get("post", ""),
        home=home,
    )


def _home(request: HttpRequest, viewer: Viewer) -> str:
    """The place chosen of those offered; "" for any other, as if none were chosen."""
    given = request.POST.get("home", "")
    return given if given in dict(home_choices(viewer)) else ""


def _form(request: HttpRequest, viewer: Viewer, refusal: Refusal | None = None) -> HttpResponse:
    told = refusal or Refusal("", {}, 200)
    words = request.GET.get("q", "")[:60]
    chosen = request.POST.get("person") or request.GET.get("person", "")
    people = people_found(viewer.scope.where("open-accounts"), words, viewer.today)
    key = chosen.removeprefix("person:")
    found = list(people[: MOST_PEOPLE + 1]) if words and not key else []
    context = {
        "refusal": told,
        "q": words,
        "found": found[:MOST_PEOPLE],
        "more": len(found) > MOST_PEOPLE,
        "person": people.filter(key=key).first() if key and "\0" not in key else None,
        "given": request.POST.dict(),
        "homes": home_choices(viewer),
    }
    return page(request, viewer, "manage/accounts/new.jinja", context, status=told.status)
