"""Rendering a page for its viewer; derived pages carry an ETag that never crosses persons."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.cache import patch_vary_headers

from tongxing.derive.boards.shapes import Stand
from tongxing.derive.standings import etag_of as derived_etag
from tongxing.pages.desk.viewer import Viewer
from tongxing.records.evidence.queries import awaiting_in
from tongxing.records.ledger.queries import head_of
from tongxing.records.registry.queries import revision as registry_revision


def page(
    request: HttpRequest,
    viewer: Viewer,
    template: str,
    context: Mapping[str, object],
    *,
    status: int = 200,
) -> HttpResponse:
    """Render `desk/<template>` with the viewer; kept by nothing but this person's browser."""
    given = {"viewer": viewer, **context}
    response = render(request, f"desk/{template}", given, status=status)
    return private(response)


def derived_page(
    request: HttpRequest,
    viewer: Viewer,
    template: str,
    *,
    stand: Stand,
    context: Mapping[str, object],
) -> HttpResponse:
    """A page that follows from records alone: answers 304 while nothing behind it changed.

    A page with a message to show is never answered from a copy. Links keep to the book the
    page is about.
    """
    viewer = viewer.reading(stand.book)
    if len(get_messages(request)):
        return page(request, viewer, template, context)
    etag = etag_of(request, viewer, stand)
    unchanged = HttpResponse()
    unchanged["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=unchanged)
    if answer is unchanged or answer is None:
        answer = page(request, viewer, template, context)
        answer["ETag"] = etag
        return answer
    return private(HttpResponse(status=answer.status_code, headers={"ETag": etag}))


def etag_of(request: HttpRequest, viewer: Viewer, stand: Stand) -> str:
    """What the page depends on: the board's full key, who looks, their grants, the form asked.

    The registry's revision too, for names of places and parties stand on it.

    The form token's secret is part of it, so that a copy from before a new sign-in (whose
    forms would be refused) is never shown again.
    """
    get_token(request)  # puts the secret into META, whether the cookie was there or not
    form = (
        "part" if request.headers.get("HX-Request") else "page",
        request.get_full_path(),
        viewer.today.isoformat(),
        str(request.META["CSRF_COOKIE"]),
        str(registry_revision()),
        # A photo that comes in from a phone leaves no record of its own behind.
        str(awaiting_in(stand.book)),
        # Words of a record may have been erased since the moment a view of the past is about.
        head_of(stand.book).hash if stand.known_at else "",
        # A view of the past is cut by what the viewer may see today.
        ",".join(sorted(viewer.scope.places | viewer.scope.parties)),
    )
    return derived_etag(
        [stand.key],
        account=str(viewer.account.pk),
        revision=viewer.scope.revision,
        form="\n".join(form),
    )


def private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ("Cookie", "HX-Request"))
    return response
