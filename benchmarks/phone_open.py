"""How long the phone page takes to open with no network at all, on a slow phone.

    python -m benchmarks.phone_open [--trace FILE]

A real Chromium with an account enrolled and its workbook kept; then the server is killed and the
line taken away, the page's processor slowed down six times (as DevTools does: the page's own
thread, not the browser's), and the page opened again and again: in a new tab, and after the
whole browser was ended and started. Measured is from the start of the navigation to the page's
own mark `usable`, set after the frame that shows 我的待办, when every tap on it is answered.

Nothing is put into the page and nothing asked of it until then. What else the machine does
stretches the clock's time, so each way is also opened at full speed, and the seconds of the
processor counted that the page's own thread used until `usable`: six times that is what the slow
phone's processor has to do, whoever waits for it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from typing import Any

from benchmarks.measuring import ROOT
from benchmarks.reporting import Goal
from benchmarks.reporting import Line

if TYPE_CHECKING:
    from tests.stories.phone.handset import Handset

Event = dict[str, Any]

SLOWER = 6
TIMES = 5
GOAL = 1000.0  # milliseconds
WHAT = f"手机页无网打开，CPU慢{SLOWER}倍"
WAIT = 3.0  # seconds before the page is asked how long it took
USABLE = "performance.getEntriesByName('usable')[0]?.startTime ?? 0"
CATEGORIES = ["devtools.timeline", "loading", "blink.user_timing", "v8.execute", "toplevel"]
TASK = "ThreadControllerImpl::RunTask"
TRACING = {"includedCategories": CATEGORIES, "traceBufferSizeInKb": 200_000}


def lines(say: Callable[[str], object], trace: Path | None = None) -> Iterator[Line]:
    """Two rows: a new tab, and a browser just started."""
    sys.path.insert(0, str(ROOT))
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    from playwright.sync_api import sync_playwright

    from tests.stories.phone.county import County
    from tests.stories.phone.handset import Handset

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home, storage = Path(folder) / "home", Path(folder) / "phone"
        home.mkdir(), storage.mkdir()
        county = County(home)
        say("手机页：载入小演示县，登记手机")
        county.run("demo", "--small")
        county.start()
        phone = Handset(playwright, storage, county.port, clock="")
        phone.switch_on()
        try:
            phone.enrol()
            phone.page().wait_for_timeout(3000)  # the workbook comes, and is kept
            county.kill()
            tabs, starts = opened(phone, say, trace)
        finally:
            phone.battery_dies()
            county.kill()
    for who, found in (("新开一页", tabs), ("浏览器重新启动后", starts)):
        clock = [one.clock for one in found]
        told = f"{median(clock):.0f} 毫秒（{min(clock):.0f}至{max(clock):.0f}）"
        busy = SLOWER * median(one.busy for one in found)
        told += f"，页面线程用处理器 {busy:.0f} 毫秒，负载 {os.getloadavg()[0]:.1f}"
        yield Line(WHAT, who, told, goal=Goal.at_most(median(clock), GOAL, "毫秒"))


@dataclass(frozen=True)
class Opening:
    """Milliseconds until usable: by the clock, slowed down; of the processor, at full speed."""

    clock: float
    busy: float


def opened(
    phone: Handset, say: Callable[[str], object], trace: Path | None
) -> tuple[list[Opening], list[Opening]]:
    """New tabs, and the first tab after a start."""
    tabs, starts = [], []
    for number in range(TIMES):
        say(f"手机页：第{number + 1}次，共{TIMES}次")
        phone.signal_lost()
        clock, events = until_usable(phone, SLOWER)
        if trace and number == 0:
            trace.write_text(json.dumps({"traceEvents": events}), encoding="utf-8")
        tabs.append(Opening(clock, busy_until_usable(until_usable(phone, 1)[1])))
        clock, events = until_usable(restarted(phone), SLOWER)
        starts.append(Opening(clock, busy_until_usable(until_usable(restarted(phone), 1)[1])))
    return tabs, starts


def restarted(phone: Handset) -> Handset:
    phone.battery_dies()
    phone.switch_on()
    phone.signal_lost()
    return phone


def until_usable(phone: Handset, slower: int) -> tuple[float, list[Event]]:
    """Milliseconds from the start of the navigation, and the trace of it."""
    page = phone.context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    asked = phone.context.new_cdp_session(page)
    asked.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    with tracing(phone) as events:
        page.goto(f"{phone.address}/phone/", wait_until="commit")
        found = 0.0
        while not found:
            page.wait_for_timeout(WAIT * 1000)
            found = asked.send("Runtime.evaluate", {"expression": USABLE})["result"]["value"]
    page.close()
    return found, events


def busy_until_usable(events: list[Event]) -> float:
    """Milliseconds of the processor the page's main thread used before its mark."""
    mark = next(one for one in events if one["name"] == "usable")
    page = [one for one in events if (one["pid"], one["tid"]) == (mark["pid"], mark["tid"])]
    begun = min(
        one["ts"] for one in page if one["name"] == "navigationStart" and "/phone/" in str(one)
    )
    tasks = [one for one in page if one["name"] == TASK and begun <= one["ts"] <= mark["ts"]]
    return sum(float(one.get("tdur", 0)) for one in tasks) / 1000


@contextmanager
def tracing(phone: Handset) -> Iterator[list[Event]]:
    """A trace of what is done inside, as DevTools' performance panel reads it."""
    events: list[Event] = []
    whole = False

    def ended(_: object) -> None:
        nonlocal whole
        whole = True

    session = phone.everything()
    session.on("Tracing.dataCollected", lambda part: events.extend(part["value"]))
    session.on("Tracing.tracingComplete", ended)
    session.send("Tracing.start", {"traceConfig": TRACING, "transferMode": "ReportEvents"})
    yield events
    session.send("Tracing.end")
    while not whole:
        phone.context.pages[0].wait_for_timeout(50)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trace", type=Path, help="keep a trace of the first opening here")
    args = parser.parse_args()
    for line in lines(print, args.trace):
        print(f"{line.who}：{line.told}，{line.goal.told if line.goal else ''}")


if __name__ == "__main__":
    main()
