"""A poor line: nothing is sent twice that had arrived, and the page answers all the while."""

from __future__ import annotations

import time
from collections import Counter
from random import Random

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from tests.stories.on_the_phone import script
from tests.stories.phone.county import County
from tests.stories.phone.handset import Handset
from tests.stories.phone.line import Line
from tests.stories.phone.line import Shape
from tests.stories.phone.writing import go
from tests.stories.phone.writing import photo
from tests.stories.phone.writing import save_new

pytestmark = pytest.mark.browser

CHUNK = 262_144
# One bar of signal: 64 kbit/s, every fifth packet lost, now and then a connection too.
ONE_BAR = Shape(bytes_per_second=8000, loss=0.2, resets=0.005)
ANSWER_SECONDS = 1.0  # how long a tap may take to show, but for one in twenty on a busy machine
FROZEN_SECONDS = 5.0  # no tap ever takes so long
EVERY = 0.25  # seconds between two looks


def no_signal(phone: Handset, line: Line) -> Page:
    page = phone.page()
    phone.signal_lost()
    line.goes_down()
    return page


def signal_again(phone: Handset, line: Line) -> None:
    line.comes_up()
    phone.signal_back()


def until_sent(phone: Handset, seconds: float) -> None:
    until = time.monotonic() + seconds
    while phone.kept()["outbox"]:
        assert time.monotonic() < until, phone.kept()["outbox"][:3]
        time.sleep(EVERY)


SIZES = script("""
  const db = await open(accounts[0].database);
  const photos = await all(db, "photos");
  db.close();
  return photos.reduce((sum, one) => sum + one.data.size, 0);
""")


def sizes_kept(page: Page) -> int:
    """Bytes of all photos on the phone."""
    size: int = page.evaluate(SIZES)
    return size


def cut_at_nine_tenths(photos: int, phone: Handset, line: Line, county: County) -> None:
    """One record with so many photos of nearly a megabyte; what is sent twice is a chunk at most."""
    draw = Random(photos)
    page = no_signal(phone, line)
    pictures = [photo(draw, (2000, 1500), grain=5) for _ in range(photos)]
    sentence = f"修好水渠一段共拍{photos}张"
    save_new(page, "labour-day", sentence, timezone.localdate().isoformat(), pictures)
    total = sizes_kept(page)
    assert total > photos * 2 * CHUNK
    line.handed_in.clear()
    line.cuts_after(total * 9 // 10)
    before = line.sent
    signal_again(phone, line)
    until = time.monotonic() + 120
    while line.up:
        assert time.monotonic() < until, "the line was never cut"
        time.sleep(EVERY)
    signal_again(phone, line)
    go(page, "#/outbox")
    page.evaluate("document.querySelector('#send:not([disabled])')?.click()")
    until_sent(phone, 120)
    again = [times - 1 for times in Counter(line.handed_in).values() if times > 1]
    assert sum(again) <= 1, Counter(line.handed_in).most_common(5)
    assert total * 1.02 + CHUNK > line.sent - before
    (record,) = county.written(sentence)
    assert (record.files, record.attached, record.awaited) == (photos, photos, 0)


def test_after_a_cut_at_most_one_chunk_goes_again(phone, line, county):
    cut_at_nine_tenths(2, phone, line, county)


@pytest.mark.full
def test_after_a_cut_of_twenty_photos_at_most_one_chunk_goes_again(phone, line, county):
    cut_at_nine_tenths(20, phone, line, county)


def delivered_over_one_bar(count: int, phone: Handset, line: Line, county: County) -> None:
    """So many records wait; all arrive, and the page answers every tap meanwhile."""
    page = no_signal(phone, line)
    for n in range(count):
        save_new(
            page, "visit-reception", f"一格信号第{n:03}条{count}", timezone.localdate().isoformat()
        )
    line.shape = ONE_BAR
    try:
        signal_again(phone, line)
        taps = []
        until = time.monotonic() + 60 + count * 3
        while phone.kept()["outbox"]:
            assert time.monotonic() < until, len(phone.kept()["outbox"])
            for tab, title in (("outbox", "待发"), ("todo", "我的待办")):
                begun = time.monotonic()
                page.click(f"a[data-tab={tab}]")
                page.wait_for_selector(f"#title:text('{title}')")
                taps.append(time.monotonic() - begun)
    finally:
        line.shape = None
    rows = county.written("一格信号第")
    assert len([row for row in rows if row.text.endswith(f"条{count}")]) == count
    assert max(taps) < FROZEN_SECONDS
    assert sorted(taps)[len(taps) * 19 // 20] < ANSWER_SECONDS


def test_twenty_records_arrive_over_one_bar(phone, line, county):
    delivered_over_one_bar(20, phone, line, county)


@pytest.mark.full
def test_two_hundred_records_arrive_over_one_bar(phone, line, county):
    delivered_over_one_bar(200, phone, line, county)
