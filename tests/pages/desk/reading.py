"""Reading a page as a browser would, to say what may not stand in it."""

from __future__ import annotations

from collections.abc import Iterable
from html.parser import HTMLParser

# Elements that need no closing tag.
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "rect", "use", "path", "wbr"}


class Page(HTMLParser):
    """A page's breaches of the content policy, its links, its words, its balance of tags."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.breaches: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.unnamed: list[str] = []
        self.labels: set[str] = set()
        self.fields: list[dict[str, str]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.unbalanced: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._open.append(tag)
        if tag == "style" or "style" in given or (tag == "script" and "src" not in given):
            self.breaches.append(self.get_starttag_text() or tag)
        self.breaches += [f"{tag} {name}" for name in given if name.startswith(("on", "hx-on"))]
        if given.get("href", "").startswith("javascript:"):
            self.breaches.append(given["href"])
        if "href" in given and tag == "a":
            self.links.append(given["href"])
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "label":
            self.labels.add(given.get("for", ""))
        if tag in {"input", "select", "textarea"} and given.get("type") != "hidden":
            self.fields.append(given)

    def handle_startendtag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self._open or self._open[-1] != tag:
            self.unbalanced.append(f"</{tag}> while {self._open[-3:]} stand open")
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1] not in {"script", "style"}:
            self.words.append(data)

    @property
    def left_open(self) -> list[str]:
        return self._open

    @property
    def nameless(self) -> list[dict[str, str]]:
        """Fields neither a label nor an aria-label names."""
        named = self.labels
        return [f for f in self.fields if f.get("id") not in named and "aria-label" not in f]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())
