"""Writing at the phone's page as a person does: by its addresses, fields and buttons."""

from __future__ import annotations

import io
from collections.abc import Sequence
from random import Random

from PIL import Image
from playwright.sync_api import Page

VILLAGE = "440981124201"  # the only one the account is paired with: the page fills it in
# kind → the input that must be filled, what is typed, and what the ledger then holds
KINDS = {
    "labour-day": ("people", "三十多", {"v": 30, "approx": "多", "text": "三十多"}),
    "visit-reception": ("people", "5", {"v": 5}),
    "planting": ("trees", "近百棵", {"v": 100, "approx": "近", "text": "近百棵"}),
}
File = dict[str, object]


def save_new(
    page: Page,
    kind: str,
    sentence: str,
    day: str,
    photos: Sequence[File] = (),
    *,
    wait: bool = True,
) -> None:
    """Write a record; returns once the page has said that it is kept, or at once after the tap."""
    name, value, _ = KINDS[kind]
    go(page, f"#/write/{kind}?text={sentence}")
    page.wait_for_selector("#save")
    page.fill("#i-happened", day)
    page.fill(f"#f-{name}", value)
    for n, one in enumerate(photos):
        page.set_input_files("#i-photos", one)  # type: ignore[arg-type]
        page.locator("ul.photos li").nth(n).wait_for()
    if wait:
        _save(page)
    else:
        page.click("#save")


def save_edited(page: Page, id_: str, sentence: str) -> bool:
    """Mend the sentence of what waits; False when it has gone meanwhile."""
    go(page, f"#/edit/{id_}")
    page.wait_for_selector("#save, #view .empty")
    if not page.query_selector("#save"):
        return False
    page.fill("#i-text", sentence)
    _save(page)
    return True


def _save(page: Page) -> None:
    """Saves, past the hint that the like is there already."""
    page.click("#save")
    page.wait_for_selector(".saved, #alike")
    if page.query_selector("#alike"):
        page.click("#alike button")
        page.wait_for_selector(".saved")


def go(page: Page, address: str) -> None:
    page.evaluate("address => { location.hash = address; }", address)


def photo(draw: Random, size: tuple[int, int] = (480, 360), grain: int = 20) -> File:
    """A picture no other is like; the finer its grain, the more bytes it takes."""
    small = (size[0] // grain, size[1] // grain)
    noise = Image.frombytes("RGB", small, draw.randbytes(small[0] * small[1] * 3))
    out = io.BytesIO()
    noise.resize(size).save(out, "JPEG", quality=85)
    return {"name": "村口.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}
