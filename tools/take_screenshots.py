"""Take the pictures of the README and the guide: `tools/take_screenshots.py ADDRESS [NAME …]`.

Needs the whole demo (`python3 dev run`) at ADDRESS, and on the machine a Chromium that speaks
Chinese (packages chromium and chromium-l10n), for its own words stand in date and file fields.
What is taken stands in docs/guide/shots.toml: name, account of the demo's cast, address, and what
is done on the page first. `enrolled` makes the browser a phone of the account before; `full` is
the share of its storage in use. Pictures are written with a palette of 256 colours.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tomllib
from collections.abc import Mapping
from datetime import datetime
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import APIResponse
from playwright.sync_api import Browser
from playwright.sync_api import Dialog
from playwright.sync_api import Page
from playwright.sync_api import Route
from playwright.sync_api import sync_playwright

DOCS = Path(__file__).resolve().parents[1] / "docs"
SHOTS = DOCS / "guide" / "shots.toml"
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
DESK, PHONE = (1440, 900), (390, 844)
COLOURS = 256
KEPT = "navigator.storage.estimate = async () => ({ usage: %d, quota: 1e9 })"
LEAVE = """fetch("/api/phone/leave", { method: "POST", body: "{}",
  headers: { "X-Tongxing-Phone": "1", "Content-Type": "application/json" } }).then(() => 0)"""


def shots() -> list[Mapping[str, Any]]:
    """Every picture to take, as shots.toml says."""
    found: list[Mapping[str, Any]] = tomllib.loads(SHOTS.read_text(encoding="utf-8"))["shot"]
    return found


def main() -> None:
    """Take the pictures named, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", help="where the demo answers, http://127.0.0.1:8000")
    parser.add_argument("name", nargs="*", help="only these pictures")
    args = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as play:
        chinese = {**os.environ, "LANGUAGE": "zh_CN"}  # the browser's own words: dates, files
        browser = play.chromium.launch(executable_path=chromium, args=list(QUIET), env=chinese)
        for shot in shots():
            if not args.name or shot["name"] in args.name:
                take(browser, args.address.rstrip("/"), shot)
        browser.close()


def take(browser: Browser, address: str, shot: Mapping[str, Any]) -> None:
    """Sign in, go there, do what is to be done, and keep the picture."""
    width, height = PHONE if shot.get("phone") else DESK
    viewport = {"width": width, "height": shot.get("height", height)}
    context = browser.new_context(viewport=viewport, locale="zh-CN", base_url=address)
    if full := shot.get("full"):
        context.add_init_script(KEPT % int(full * 1e9))
    page = context.new_page()
    page.on("dialog", Dialog.accept)
    if account := shot.get("account"):
        sign_in(page, account)
    if shot.get("enrolled"):
        page.goto("/phone/enter/")
        do(page, {"click": "button:has-text('在这部手机上使用')"})
        do(page, {"click": "#install button:has-text('不用了')"})
    answer = page.goto(shot["address"])
    if answer is None or not answer.ok:
        raise SystemExit(f"{shot['name']}：{shot['address']} 答以 {answer and answer.status}")
    for step in shot.get("steps", ()):
        do(page, step)
    picture(page, shot["name"])
    if shot.get("enrolled"):  # an account has room for a few phones only
        context.set_offline(False)
        page.evaluate(LEAVE)
    context.close()


def sign_in(page: Page, account: str) -> None:
    """As one of the demo's cast."""
    page.goto("/sign-in/")
    page.locator(f'button[value="{account}"]').click()
    page.wait_for_load_state()


def picture(page: Page, name: str) -> None:
    """Keep the page as it stands."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    keep(page.screenshot(), DOCS / f"{name}.png")
    print(f"{name}  {(DOCS / name).with_suffix('.png').stat().st_size:,}")


def do(page: Page, step: Mapping[str, Any]) -> None:
    """One thing done on the page (click, fill, choose, upload, show, picture) or around it."""
    if "click" in step:
        page.locator(step["click"]).first.click()
    elif "fill" in step:
        page.locator(step["fill"]).first.fill(step["with"])
    elif "choose" in step:
        page.locator(step["choose"]).first.select_option(label=step["with"])
    elif "upload" in step:
        page.locator(step["upload"]).first.set_input_files(DOCS / "guide" / step["with"])
    elif "show" in step:
        page.locator(step["show"]).first.scroll_into_view_if_needed()
    elif "picture" in step:
        picture(page, step["picture"])
    elif "go" in step:
        page.goto(step["go"])
    else:
        around(page, step)
    page.wait_for_load_state()
    page.wait_for_timeout(step.get("wait", 0))


def around(page: Page, step: Mapping[str, Any]) -> None:
    """What happens to a phone: its line, its key, its clock, or somebody else at the desk."""
    if "line" in step:
        page.context.set_offline(step["line"] == "none")
        if step["line"] == "slow":
            page.route("**/api/phone/records", lambda _: None)  # no answer for now
    elif "key" in step:
        page.context.clear_cookies(name="phone")
    elif "monday" in step:
        page.route("**/api/phone/work", next_monday)
        page.goto("/phone/")
    elif "granted" in step:
        place = {"code": step["granted"], "name": step["with"], "path": step["with"]}
        page.route("**/api/phone/work", lambda route: with_place(route, place))
        page.goto("/phone/")
    elif "desk" in step and page.context.browser:
        desk = page.context.browser.new_page(locale="zh-CN", base_url=page.url.split("/phone/")[0])
        sign_in(desk, step["desk"])
        for one in step["steps"]:
            do(desk, one)
        desk.close()


def next_monday(route: Route) -> None:
    """The workbook as the server would tell it next Monday at nine."""
    answer = asked(route)
    now = datetime.fromisoformat(answer.json()["now"])
    monday = now.replace(hour=9, minute=0) + timedelta(days=7 - now.weekday())
    route.fulfill(response=answer, json={**answer.json(), "now": monday.isoformat()})


def with_place(route: Route, place: Mapping[str, str]) -> None:
    """The workbook as it was while one more place was granted."""
    answer = asked(route)
    told = answer.json()
    route.fulfill(response=answer, json={**told, "places": [*told["places"], place]})


def asked(route: Route) -> APIResponse:
    """The server's answer in full, never that nothing has changed."""
    headers = route.request.headers
    return route.fetch(headers={n: v for n, v in headers.items() if n != "if-none-match"})


def keep(png: bytes, path: Path) -> None:
    """Write a picture small: a palette of its own colours."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(BytesIO(png)) as taken:
        reduced = taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    reduced.save(path, optimize=True)


if __name__ == "__main__":
    main()
