"""The small books: each a file with its pairings and what the papers tell."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date

from tongxing.project.demo.chance import made_id
from tongxing.project.demo.exchanges import exchanges
from tongxing.project.demo.residents import residents
from tongxing.project.demo.sources import demo_file
from tongxing.project.demo.steps import By
from tongxing.project.demo.steps import Open
from tongxing.project.demo.steps import PutInForce
from tongxing.project.demo.steps import Step
from tongxing.project.demo.steps import in_order
from tongxing.project.demo.told import at_text
from tongxing.project.demo.told import told
from tongxing.rules.plan.shipped import shipped_plans

BOOKS = ("440705", "440883", "441825", "451027")
# What goes on in a book after what is written out.
GOING_ON: Mapping[str, Callable[[int, date], Iterator[Step]]] = {
    "440883": residents,
    "451027": exchanges,
}


def book_name(book: str) -> str:
    """The county's name, as its file gives it."""
    name: str = demo_file("books", f"{book}.toml")["name"]
    return name


def town(seed: int, book: str, until: date) -> tuple[Step, ...]:
    """All steps of one small book recorded before `until`, ascending by moment."""
    going_on = GOING_ON[book](seed, until) if book in GOING_ON else ()
    steps = [*_beginning(seed, book), *told(seed, "books", f"{book}.toml"), *going_on]
    return in_order(steps, until=until)


def _beginning(seed: int, book: str) -> Iterator[Step]:
    file = demo_file("books", f"{book}.toml")
    at, office = at_text(file["opened"]), file["office"]
    for folder, name in shipped_plans():
        if folder == book:
            yield Step(at, office, PutInForce(made_id(at, seed, name), book, name))
    for item in file.get("pairing", ()):
        key = made_id(at, seed, book, item["actor"], item["kind"], item["place"])
        begin, until = item["since"], item.get("until")
        # A pairing that began later is opened on its first day, not before.
        moment = max(at, at.replace(year=begin.year, month=begin.month, day=begin.day))
        opened = Open(key, item["kind"], (By(item["actor"]),), item["place"], begin, until)
        yield Step(moment, office, opened)
