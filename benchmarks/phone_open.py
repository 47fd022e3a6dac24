"""How long the phone page takes to open with no network at all, on a slow phone.

    python -m benchmarks.phone_open [--trace FILE]

A real Chromium with an account enrolled and its workbook kept; then the server is killed and the
line taken away, the page's processor slowed down six times (as DevTools does: the page's own
thread, not the service worker's), and the page opened again and again: from a new tab, and
after the whole browser was ended and started. Measured is from the start of the navigation to
the page's own mark `usable`, which it sets when 我的待办 stands there and answers.
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
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.measuring import ROOT
from benchmarks.reporting import Goal
from benchmarks.reporting import Line

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.stories.phone.handset import Handset

SLOWER = 6
TIMES = 5
GOAL = 1000.0  # milliseconds
WHAT = f"手机页无网打开，CPU慢{SLOWER}倍"
MARK = "performance.getEntriesByName('usable').length > 0"
USABLE = "performance.getEntriesByName('usable')[0].startTime"
CATEGORIES = "devtools.timeline,loading,blink.user_timing,v8.execute"


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
        phone = Handset(playwright, storage, county.port)
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
        told = f"{median(found):.0f} 毫秒（{min(found):.0f}至{max(found):.0f}）"
        yield Line(WHAT, who, told, goal=Goal.at_most(median(found), GOAL, "毫秒"))


def opened(
    phone: Handset, say: Callable[[str], object], trace: Path | None
) -> tuple[list[float], list[float]]:
    """Milliseconds until usable: of new tabs, and of the first tab after a start."""
    tabs, starts = [], []
    for number in range(TIMES):
        say(f"手机页：第{number + 1}次，共{TIMES}次")
        phone.signal_lost()
        tabs.append(until_usable(phone, trace if number == 0 else None))
        phone.battery_dies()
        phone.switch_on()
        phone.signal_lost()
        starts.append(until_usable(phone, None))
    return tabs, starts


def until_usable(phone: Handset, trace: Path | None) -> float:
    page = phone.context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    slowed = phone.context.new_cdp_session(page)
    slowed.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    with tracing(page, trace):
        page.goto(f"{phone.address}/phone/", wait_until="commit")
        page.wait_for_selector("nav.tabs")
        while not page.evaluate(MARK):  # the page's policy allows no function to wait for
            page.wait_for_timeout(50)
        found = float(page.evaluate(USABLE))
    page.close()
    return found


@contextmanager
def tracing(page: Page, kept: Path | None) -> Iterator[None]:
    """A trace of what is done inside, as DevTools' performance panel reads it."""
    browser = page.context.browser
    if kept is None or browser is None:
        yield
        return
    events: list[object] = []
    session = browser.new_browser_cdp_session()
    session.on("Tracing.dataCollected", lambda part: events.extend(part["value"]))
    session.send("Tracing.start", {"categories": CATEGORIES, "transferMode": "ReportEvents"})
    yield
    session.send("Tracing.end")
    page.wait_for_timeout(1000)  # the rest of it arrives
    kept.write_text(json.dumps({"traceEvents": events}), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trace", type=Path, help="keep a trace of the first opening here")
    args = parser.parse_args()
    for line in lines(print, args.trace):
        print(f"{line.who}：{line.told}，{line.goal.told if line.goal else ''}")


if __name__ == "__main__":
    main()
