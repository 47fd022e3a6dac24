"""Every desk page against the page floor: processor time, queries, bytes, first and warm.

`python -m benchmarks.pages` loads the demo county (108 pairings, about 30,000 records) into a
database of its own, or takes `--home` with one loaded before; `--nation` loads the nation's
places first. Pages are found by following links from home, one of each address by name.

The floor is one indexed query, 50 rows, Jinja2, through the same middleware, nobody signed in.
Milliseconds are processor time inside the process, through Django's test client, which costs
every page the same; the goal is three times the floor.
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http import HttpResponse
    from django.test import Client

BOOK = "440981"
TIMES_MOST = 3.0
CRAWLED_MOST = 400
READERS = {
    "gaozhou-office": ("/", "/manage/", "/ledger/", "/ledger/new/", "/plans/", "/ledger/?q=劳动"),
    "province-group": ("/regions/44/", "/regions/4409/"),
    "auditor": ("/manage/audit/", "/manage/audit/?verb=append", "/manage/audit/?who=专班"),
}
FLOOR = """<!doctype html><html lang="zh-CN"><head><title>底线</title></head><body><table>
{% for row in rows %}<tr><td>{{ row.seq }}</td><td>{{ row.kind }}</td><td>{{ row.place }}</td>
<td>{{ row.happened|day }}</td><td>{{ row.recorded|moment }}</td><td>{{ row.recorded_by }}</td></tr>
{% endfor %}</table></body></html>"""


@dataclass(frozen=True)
class Cost:
    """What one page costs."""

    name: str
    address: str
    first: float  # ms
    warm: float  # ms
    queries: int
    size: int  # bytes, gzipped


def floor(request: HttpRequest) -> HttpResponse:
    """One indexed query, 50 rows."""
    from django.http import HttpResponse

    from tongxing.records.ledger.models import Record

    rows = Record.objects.filter(book=BOOK).order_by("-seq")[:50]
    return HttpResponse(floor_template().render({"rows": rows}, request))


@cache
def floor_template() -> Any:
    from django.template import engines

    return engines["jinja2"].from_string(FLOOR)


def cost_of(client: Client, name: str, address: str, first: float, times: int) -> Cost:
    """The page asked for again and again; `first` are the seconds it took the first time."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    spent = []
    for _ in range(times):
        begun = time.process_time()
        client.get(address)
        spent.append(time.process_time() - begun)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    size = len(gzip.compress(answer.content, 6))
    warm = sorted(spent)[len(spent) // 2]
    return Cost(name, address, first * 1000, warm * 1000, len(asked), size)


def pages(client: Client, begin: tuple[str, ...]) -> Iterator[tuple[str, str, float]]:
    """(name, address, seconds) of one page of each name, found by following links."""
    from django.urls import Resolver404
    from django.urls import resolve

    known: set[str] = set()
    waiting, seen = list(begin), set(begin)
    for _ in range(CRAWLED_MOST):
        if not waiting:
            return
        address = waiting.pop(0)
        try:
            name = resolve(address.partition("?")[0]).view_name
        except Resolver404:
            continue
        if address in begin or name not in known:
            known.add(name)
            begun = time.process_time()
            answer: Any = client.get(address)
            first = time.process_time() - begun
            if answer.status_code != 200 or answer.streaming:
                continue
            yield name, address, first
            found = re.findall(r'\shref="(/[^"#]*)"', answer.content.decode())
            fresh = [one.replace("&amp;", "&") for one in found if "/static/" not in one]
            waiting += [one for one in dict.fromkeys(fresh) if one not in seen]
            seen |= set(fresh)


def measure(times: int) -> None:
    """Print the table; run in a process whose settings name the database."""
    import django
    from django.conf import settings

    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.ROOT_URLCONF = __name__
    from django.test import Client

    from tongxing.records.accounts.models import Account
    from tongxing.records.ledger.models import Book
    from tongxing.records.registry.models import Place

    book = Book.objects.get(code=BOOK)
    print(f"{book.name}: {book.head_seq} records; {Place.objects.count()} places\n")
    costs = [cost_of(Client(), "floor", "/floor/", 0.0, times)]
    for username, begin in READERS.items():
        client = Client()
        client.force_login(Account.objects.get(username=username))
        for name, address, first in list(pages(client, begin)):
            if username == "gaozhou-office" or address in begin:
                costs.append(cost_of(client, name, address, first, times))
    _print(costs)


def _print(costs: list[Cost]) -> None:
    base = costs[0].warm  # the first is the floor
    head = ("page", "first ms", "warm ms", "x floor", "queries", "gzip kB")
    print(f"{head[0]:<58}{head[1]:>9}{head[2]:>9}{head[3]:>9}{head[4]:>9}{head[5]:>9}")
    for one in sorted(costs, key=lambda one: one.warm):
        over = "  <-- over" if one.warm > TIMES_MOST * base else ""
        said = f"{one.name} {one.address}"[:56]
        print(
            f"{said:<58}{one.first:>9.1f}{one.warm:>9.1f}{one.warm / base:>9.1f}"
            f"{one.queries:>9}{one.size / 1000:>9.1f}{over}"
        )


def _urls() -> list[Any]:
    from django.urls import include
    from django.urls import path

    return [path("floor/", floor, name="floor"), path("", include("tongxing.project.urls"))]


def __getattr__(name: str) -> Any:
    """Django asks this module for its addresses, once it is set up."""
    if name == "urlpatterns":
        return _urls()
    raise AttributeError(name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="a TONGXING_HOME with the demo loaded")
    parser.add_argument("--nation", action="store_true", help="load the nation's places first")
    parser.add_argument("--times", type=int, default=9, help="warm requests for each page")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.inside:
        measure(args.times)
        return
    if args.home:
        _inside(args.home, fresh=False, nation=args.nation)
        return
    with tempfile.TemporaryDirectory() as home:
        _inside(Path(home), fresh=True, nation=args.nation)


def _inside(home: Path, *, fresh: bool, nation: bool) -> None:
    env = os.environ | {
        "TONGXING_HOME": str(home),
        "TONGXING_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "tongxing.project.settings",
    }
    tongxing = str(Path(sys.executable).with_name("tongxing"))
    if fresh:
        subprocess.run([tongxing, "demo"], env=env, check=True, stdout=subprocess.DEVNULL)
    if nation:
        load = [tongxing, "places", "load", "--nation"]
        subprocess.run(load, env=env, check=True, stdout=subprocess.DEVNULL)
    collect = [sys.executable, "-m", "django", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(collect, env=env, check=True)
    subprocess.run([sys.executable, __file__, "--inside", *sys.argv[1:]], env=env, check=True)


if __name__ == "__main__":
    main()
