"""Take the pictures of the README from a running demo: `tools/take_screenshots.py ADDRESS`.

Needs the demo (`python3 dev run`) at ADDRESS and a Chromium on the machine; writes into
docs/images/.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")
# name: (account of the demo's cast, path, width, height)
PICTURES = {
    "home": ("gaozhou-office", "/", 1440, 1000),
    "matrix": ("gaozhou-office", "/matrix/", 1440, 1000),
    "record": ("forestry", "/ledger/new/?kind=labour-day", 390, 844),
}


def main(address: str) -> None:
    """Sign in as each member of the cast and take the picture of one page."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=list(QUIET))
        for name, (account, path, width, height) in PICTURES.items():
            context = browser.new_context(
                viewport={"width": width, "height": height}, locale="zh-CN"
            )
            page = context.new_page()
            page.goto(f"{address}/sign-in/")
            page.locator(f'button[value="{account}"]').click()
            page.goto(f"{address}{path}")
            page.screenshot(path=IMAGES / f"{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
