"""Take the pictures of the README and the guide: `tools/take_screenshots.py ADDRESS [NAME …]`.

Needs the whole demo (`python3 dev run`) at ADDRESS, and on the machine a Chromium that speaks
Chinese (packages chromium and chromium-l10n), for its own words stand in date and file fields.
What is taken stands in docs/guide/shots.toml: name, account of the demo's cast, address, and what
is done on the page first. Pictures are written with a palette of 256 colours.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tomllib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser
from playwright.sync_api import Page
from playwright.sync_api import sync_playwright

DOCS = Path(__file__).resolve().parents[1] / "docs"
SHOTS = DOCS / "guide" / "shots.toml"
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
DESK, PHONE = (1440, 900), (390, 844)
COLOURS = 256


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
    page = context.new_page()
    if account := shot.get("account"):
        page.goto("/sign-in/")
        page.locator(f'button[value="{account}"]').click()
        page.wait_for_load_state()
    answer = page.goto(shot["address"])
    if answer is None or not answer.ok:
        raise SystemExit(f"{shot['name']}：{shot['address']} 答以 {answer and answer.status}")
    for step in shot.get("steps", ()):
        do(page, step)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    keep(page.screenshot(), DOCS / f"{shot['name']}.png")
    context.close()
    print(f"{shot['name']}  {(DOCS / shot['name']).with_suffix('.png').stat().st_size:,}")


def do(page: Page, step: Mapping[str, str]) -> None:
    """One thing done on the page: click, fill, choose, upload, show."""
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
    page.wait_for_load_state()


def keep(png: bytes, path: Path) -> None:
    """Write a picture small: a palette of its own colours."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(BytesIO(png)) as taken:
        reduced = taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    reduced.save(path, optimize=True)


if __name__ == "__main__":
    main()
