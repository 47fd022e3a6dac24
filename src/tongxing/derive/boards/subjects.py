"""Boards of one thing: a village, a town or other place, a unit, a team, a pairing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tongxing.derive.boards.kinds import Paired
from tongxing.derive.boards.shapes import DutyTally
from tongxing.derive.boards.shapes import Named
from tongxing.derive.boards.shapes import PairingLine
from tongxing.derive.boards.shapes import PlaceBar
from tongxing.derive.boards.shapes import RecordLine
from tongxing.derive.boards.shapes import ScoreCard
from tongxing.derive.boards.shapes import Stand
from tongxing.derive.boards.shapes import StepLine
from tongxing.derive.boards.shapes import Strip
from tongxing.derive.boards.shapes import Sums
from tongxing.derive.boards.shapes import WaiverLine


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """The latest profile recorded of a village or town (摸清底数)."""

    record: UUID
    happened: date
    facts: tuple[tuple[str, str], ...]  # (field title, as said: "14300亩", "16000余亩")
    text: str


@dataclass(frozen=True, slots=True)
class EndedPlace:
    """What became of a place that no longer holds on the board's day."""

    until: date  # the first day it was no more
    successor: Named | None  # what it was merged into
    basis: str


@dataclass(frozen=True, slots=True)
class PairingStrips:
    """One pairing with its strips, one for each duty."""

    pairing: PairingLine
    strips: tuple[Strip, ...]
    steps: tuple[StepLine, ...]


@dataclass(frozen=True, slots=True)
class VillageBoard:
    stand: Stand
    place: Named
    path: str  # "高州市根子镇柏桥村"
    profile: ProfileFacts | None
    pairings: tuple[PairingStrips, ...]  # running
    ended: tuple[PairingLine, ...]
    duties: tuple[DutyTally, ...]  # of the year
    money: tuple[Sums, ...]  # one a measure: planned, arrived, paid … never added together
    figures: tuple[Sums, ...]
    people: tuple[Named, ...]  # those in charge: parties of running pairings, with their posts
    timeline: tuple[RecordLine, ...]
    above: tuple[Named, ...]  # the county and the town it lies in
    earlier: tuple[ProfileFacts, ...] = ()  # profiles before, the latest first
    gone: EndedPlace | None = None  # what became of it, once it is there no more


@dataclass(frozen=True, slots=True)
class PlaceBoard:
    """A town, county or other place: its parts side by side."""

    stand: Stand
    place: Named
    path: str
    level: str  # town | county | city | province
    profile: ProfileFacts | None
    parts: tuple[PlaceBar, ...]  # villages of a town, towns of a county
    duties: tuple[DutyTally, ...]
    pairings: tuple[PairingLine, ...]  # running, within the place
    paired: tuple[Paired, ...]  # by kind, within the place
    own: tuple[PairingStrips, ...]  # pairings whose target is this very place
    money: tuple[Sums, ...]
    figures: tuple[Sums, ...]
    teams: tuple[Named, ...]
    timeline: tuple[RecordLine, ...]
    above: tuple[Named, ...]  # the county a town lies in, none for the county
    earlier: tuple[ProfileFacts, ...] = ()  # profiles before, the latest first
    gone: EndedPlace | None = None  # what became of it, once it is there no more


@dataclass(frozen=True, slots=True)
class UnitBoard:
    """A unit in one book; a unit that helps in several counties has one board in each."""

    stand: Stand
    party: Named
    full_name: str
    pairings: tuple[PairingStrips, ...]
    ended: tuple[PairingLine, ...]
    duties: tuple[DutyTally, ...]
    money: tuple[Sums, ...]
    figures: tuple[Sums, ...]
    scores: tuple[ScoreCard, ...]
    former_names: tuple[tuple[str, date, date | None], ...]  # with their spans, latest first
    people: tuple[Named, ...]  # its people by post
    teams: tuple[Named, ...]  # teams it sends people to
    kept: bool  # the viewer keeps its entry
    timeline: tuple[RecordLine, ...]


@dataclass(frozen=True, slots=True)
class TeamBoard:
    stand: Stand
    party: Named
    full_name: str
    tier: str  # 驻镇工作队 | 县工作组 | 指挥部
    place: Named
    size: int  # people registered, else as the entry says
    people: tuple[tuple[Named, str], ...]  # with their roles, the leader first
    kept: bool  # the viewer keeps its entry
    lead: Named | None
    members: tuple[Named, ...]
    branch: str  # 临时党支部
    branch_approved_by: str
    branch_approved_on: date | None
    parent: Named | None
    children: tuple[Named, ...]
    pairings: tuple[PairingStrips, ...]
    duties: tuple[DutyTally, ...]
    money: tuple[Sums, ...]
    figures: tuple[Sums, ...]
    timeline: tuple[RecordLine, ...]


@dataclass(frozen=True, slots=True)
class PairingBoard:
    stand: Stand
    pairing: PairingLine
    strips: tuple[Strip, ...]
    steps: tuple[StepLine, ...]
    draft: str  # a reminder, "" when nothing is missing
    waivable: bool  # whether anything is asked of it that could be waived
    waivers: tuple[WaiverLine, ...]
    history: tuple[PairingLine, ...]  # other pairings of this place or these actors, latest first
    money: tuple[Sums, ...]
    figures: tuple[Sums, ...]
    scores: tuple[ScoreCard, ...]
    timeline: tuple[RecordLine, ...]
