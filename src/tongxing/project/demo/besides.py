"""What is done besides what is owed: buying, giving, teaching, planting, visiting at festivals."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from datetime import date

from tongxing.project.demo.chance import Chance
from tongxing.project.demo.couples import Act
from tongxing.project.demo.couples import Couple
from tongxing.project.demo.days import month_after
from tongxing.project.demo.days import months
from tongxing.project.demo.days import workdays_in
from tongxing.project.demo.sources import phrases
from tongxing.project.demo.telling import count
from tongxing.project.demo.telling import heads
from tongxing.project.demo.telling import in_season
from tongxing.project.demo.telling import money
from tongxing.project.demo.telling import say

FRUIT_MONTHS = (6, 7, 8)  # litchi and longan


def purchase(couple: Couple, day: date, chance: Chance) -> Act | None:
    """Buying what the village grows, when it is in season."""
    fresh = in_season(couple.village.products, day)
    if not fresh:
        return None
    goods = chance.choice(fresh)
    parts = phrases()["purchase"]
    mode = chance.choice(list(parts))
    amount, written = money(chance, 1_500, 60_000)
    text = chance.choice(parts[mode]).format(goods=goods, amount=written)
    return Act("purchase", day, f"{text}。", {"amount": amount, "mode": mode, "goods": goods})


def donation(_couple: Couple, day: date, chance: Chance) -> Act:
    """A gift in money or goods."""
    parts = phrases()["donation"]
    form = chance.choice(("money", "goods"))
    given, written = money(chance, 1_000, 50_000)
    use = chance.choice(parts["uses"])
    text = chance.choice(parts[form]).format(given=written, use=use)
    return Act("donation", day, text, {"given": given, "form": form, "use": use})


def training(couple: Couple, day: date, chance: Chance) -> Act:
    """An evening of the farmers' school."""
    parts = phrases()["training"]
    topic = say(chance, chance.choice(parts["topics"]), couple.village.products)
    people, written = heads(chance, 15, 80)
    text = chance.choice(parts["forms"]).format(topic=topic, people=written)
    return Act("training", day, text, {"people": people, "topic": topic})


def condolence(_couple: Couple, day: date, chance: Chance) -> Act | None:
    """Visiting households before a festival; no names, no circumstances."""
    parts = phrases()["condolence"]
    occasion = parts["occasions"].get(str(day.month))
    if occasion is None:
        return None
    households = chance.randint(2, 12)
    given, written = money(chance, 200 * households, 500 * households)
    text = chance.choice(parts["forms"]).format(
        occasion=occasion, households=households, given=written
    )
    return Act("condolence", day, text, {"households": count(households), "given": given})


def planting(couple: Couple, day: date, chance: Chance) -> Act | None:
    """Planting trees in spring."""
    if day.month not in {2, 3, 4}:
        return None
    parts = phrases()["planting"]
    trees, species = chance.randint(20, 160), chance.choice(parts["species"])
    people, written = heads(chance, 15, 60)
    form = chance.choice(parts["forms"])
    text = say(chance, form, couple.village.products, trees=trees, species=species, people=written)
    return Act("planting", day, text, {"trees": count(trees), "species": species, "people": people})


def publicity(couple: Couple, day: date, chance: Chance) -> Act:
    """A report about the village."""
    parts = phrases()["publicity"]
    level = chance.among({"county": 70.0, "city": 25.0, "province": 5.0})
    outlet = parts["outlets"][level]
    fresh = in_season(couple.village.products, day)
    topics = parts["topics"] if fresh else parts["topics"][1:]
    topic = say(chance, chance.choice(topics), fresh or couple.village.products)
    form = chance.choice(parts["forms"])
    text = form.format(outlet=outlet, village=couple.village.name, topic=topic)
    return Act("publicity", day, text, {"outlet": outlet, "level": level})


def employment(_couple: Couple, day: date, chance: Chance) -> Act:
    """Finding work for people."""
    forms = phrases()["employment"]["forms"]
    way = chance.choice(list(forms))
    people = chance.randint(2, 30)
    text = forms[way].format(people=people)
    return Act("employment", day, text, {"people": count(people), "way": way})


Teller = Callable[[Couple, date, Chance], Act | None]
# How often in a month, the year round; purchases more often while the fruit is sold.
OFTEN: tuple[tuple[Teller, float], ...] = (
    (purchase, 0.5),
    (donation, 0.07),
    (training, 0.14),
    (condolence, 0.35),
    (planting, 0.18),
    (publicity, 0.06),
    (employment, 0.05),
)
FRUIT_OFTEN = 0.8


def besides(couple: Couple, start: date, until: date) -> Iterator[Act]:
    """What one couple does beyond its duties."""
    for first in months(start, until):
        for teller, often in OFTEN:
            chance = couple.chance(teller.__name__, first)
            fruit = teller is purchase and first.month in FRUIT_MONTHS
            day = chance.choice(workdays_in(first, month_after(first)))
            if chance.happens(FRUIT_OFTEN if fruit else often) and couple.temper.does(day, chance):
                act = teller(couple, day, chance)
                if act is not None:
                    yield act
