"""Whether everybody can use a page as it stands: what a reader aloud needs, contrast, large letters.

The rules are axe's (WCAG 2.2, levels A and AA, and what it calls good practice). Letters twice as
large are what a person of sixty sets on the phone.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
BROKEN = """async () => {
  const values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const asked = { resultTypes: ["violations"], runOnly: { type: "tag", values } };
  const { violations } = await axe.run(document, asked);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((one) => `${id}: ${one.html.slice(0, 200)}: ${one.failureSummary}`));
}"""
# What is wider than the page, and words squeezed to a letter or two a line.
SQUEEZED = """() => {
  const root = document.documentElement, found = [];
  root.style.fontSize = "200%";
  if (root.scrollWidth > root.clientWidth) found.push("the page is wider than the screen");
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text; (text = texts.nextNode()); ) {
    const words = text.data.trim(), range = document.createRange();
    range.selectNodeContents(text);
    const lines = new Set([...range.getClientRects()].map((line) => Math.round(line.top)));
    const seen = text.parentElement.checkVisibility() && range.getBoundingClientRect().width > 1;
    if (seen && words.length >= 6 && lines.size > words.length / 3) {
      found.push(`${lines.size} lines: ${words}`);
    }
  }
  root.style.fontSize = "";
  return found;
}"""


def usable_by_everyone(page: Page) -> None:
    """As it stands, and with letters twice as large."""
    keeps_the_rules(page)
    found: list[str] = page.evaluate(SQUEEZED)
    assert not found, "\n".join((page.url, *found))


def keeps_the_rules(page: Page) -> None:
    """A breach is told with its rule, where it is and what would mend it."""
    page.evaluate(rules())
    found: list[str] = page.evaluate(BROKEN)
    assert not found, "\n".join((page.url, *found))


@cache
def rules() -> str:
    return AXE.read_text(encoding="utf-8")
