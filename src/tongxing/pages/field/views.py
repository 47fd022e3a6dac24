"""The shell, the service worker and the manifest: the same bytes for everybody.

No session is looked at and no name is known here. What belongs to a person comes through the
phone's API with the phone's own key and is kept in the phone's own storage.
"""

from __future__ import annotations

import json
from hashlib import sha256

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import condition
from django.views.decorators.http import require_safe

STYLE, SCRIPT, WORKER = "field/field.css", "field/field.js", "field/sw.js"
ICONS = (("field/icon-192.png", "192x192"), ("field/icon-512.png", "512x512"))
ACCENT, GROUND = "#1c6650", "#f5f6f4"
ETAG_DIGITS = 32


def _shell() -> str:
    return render_to_string("field/shell.jinja", {"style": STYLE, "script": SCRIPT})


def _worker() -> str:
    """The built worker behind a line that names what it keeps, by addresses that hold hashes.

    The shell's own address holds none, so its hash is told apart: a changed shell is a
    changed worker, and browsers take in a worker only when its bytes changed.
    """
    files = [static(name) for name in (STYLE, SCRIPT, *(icon for icon, _ in ICONS))]
    keeps = {"shell": reverse("field:shell"), "files": files, "version": _digest(_shell())}
    return f"self.KEEPS = {json.dumps(keeps)};\n{_built(WORKER)}"


def _built(name: str) -> str:
    """A built file as collected, or where the build left it while nothing is collected."""
    if staticfiles_storage.exists(name):
        with staticfiles_storage.open(name) as file:
            return bytes(file.read()).decode()
    found = finders.find(name)
    if not found:
        raise FileNotFoundError(f"{name}: npm --prefix frontend run build")
    with open(found, encoding="utf-8") as file:  # noqa: PTH123 - a finder gives plain text
        return file.read()


def _manifest() -> str:
    """What a home screen shows; Chinese throughout."""
    told = {
        "name": "同兴 · 结对帮扶记录",
        "short_name": "同兴",
        "lang": "zh-CN",
        "id": reverse("field:shell"),
        "start_url": reverse("field:shell"),
        "scope": reverse("field:shell"),
        "display": "standalone",
        "theme_color": ACCENT,
        "background_color": GROUND,
        "icons": [
            {"src": static(name), "sizes": size, "type": "image/png", "purpose": "any maskable"}
            for name, size in ICONS
        ],
    }
    return json.dumps(told, ensure_ascii=False)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:ETAG_DIGITS]


def _answer(text: str, kind: str) -> HttpResponse:
    """Asked anew each time and answered by 304 while nothing changed."""
    return HttpResponse(text, content_type=kind, headers={"Cache-Control": "no-cache"})


@require_safe
@condition(etag_func=lambda _: f'"{_digest(_shell())}"')
def shell(request: HttpRequest) -> HttpResponse:
    """The page itself, empty: its script fills it from the phone's storage."""
    del request
    return _answer(_shell(), "text/html; charset=utf-8")


@require_safe
@condition(etag_func=lambda _: f'"{_digest(_worker())}"')
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: keeps the shell, so that the page opens without a network."""
    del request
    return _answer(_worker(), "text/javascript; charset=utf-8")


@require_safe
@condition(etag_func=lambda _: f'"{_digest(_manifest())}"')
def manifest(request: HttpRequest) -> HttpResponse:
    """What the home screen is told."""
    del request
    return _answer(_manifest(), "application/manifest+json")
