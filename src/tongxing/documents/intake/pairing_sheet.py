"""A pairing sheet read row by row: who, with which village, since when; every fault at its cell."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date

from tongxing.documents.intake.cells import Cell
from tongxing.documents.intake.days import DayUnclear
from tongxing.documents.intake.days import day_in
from tongxing.documents.intake.headings import Table
from tongxing.documents.intake.headings import Wanted
from tongxing.documents.intake.known import Known
from tongxing.documents.intake.naming import Candidate
from tongxing.documents.intake.naming import Register
from tongxing.documents.intake.naming import key
from tongxing.rules.plan.model import ActorNeed
from tongxing.rules.plan.model import PairingKind

NEW = "new"  # the answer that a name is to be registered as a new unit
SKIP = "skip"  # the answer that a name is none: a note, a heading
PARTY_SORTS = ("organization", "team", "person")
ROLE_TITLES = {"unit-member": "结对单位党员", "village-member": "村党员"}
TOWNS = ("镇", "镇街", "镇区", "乡镇", "镇名", "镇街道", "所在镇", "乡镇街道", "镇（街）")
VILLAGES = (
    "村", "村名", "行政村", "重点村", "结对村", "帮扶村", "挂钩村", "挂点村", "村居", "村社区",
    "乡村振兴重点村", "村名称", "结对共建村", "所在村",
)  # fmt: skip
SINCE = (
    "起", "起日", "日期", "开始日期", "结对日期", "结对时间", "开始时间", "起始时间", "时间",
    "结对起始日期",
)  # fmt: skip
HOUSES = ("户号", "农户", "农户编号", "联系户", "包户", "联系农户", "包联户", "N户", "户")
SHORTEST_NAME, LONGEST_NAME = 2, 80
MOST_HOUSEHOLDS = 200
_HOUSES = re.compile(r"[\n、，,;；\s]+")
_RUN = re.compile(r"^(\d{1,4})户?[-—–~～至到](\d{1,4})户?$")
_ONE = re.compile(r"^第?(\d{1,4})户?$")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: at which cell ("" for the table as a whole), what, and the remedy."""

    address: str
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A name that is unsure: where it stands, what it may be, and what was answered."""

    name: str
    addresses: tuple[str, ...]
    near: tuple[Candidate, ...]
    answer: str
    may_be_new: bool

    @property
    def field(self) -> str:
        """The name of its input on a form."""
        return f"n.{hashlib.sha256(self.name.encode()).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class Line:
    """One pairing a row asks for; `households` are keys, `numbers` those not yet registered."""

    address: str
    actors: tuple[tuple[str, str], ...]  # (party, role)
    place: str
    since: date
    households: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """A table read against the registry."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]
    asked: tuple[Asked, ...]
    taken: tuple[tuple[str, str, str], ...]  # (written, taken for, address): another spelling
    new: Mapping[str, str]  # party id → name of a unit to register


def role_title(role: str) -> str:
    return ROLE_TITLES.get(role, role)


def wanted_columns(kind: PairingKind) -> tuple[Wanted, ...]:
    """The columns a sheet of this kind of pairing has."""
    town = Wanted("town", "镇（街道）", TOWNS)
    village = Wanted("place", "村（社区）", VILLAGES, needed=True)
    if kind.target == "town":
        village = Wanted("place", "镇（街道）", (*TOWNS, "结对镇", "帮扶镇"), needed=True)
    since = Wanted("since", "起始日期", SINCE)
    houses = Wanted("households", "户编号", HOUSES, needed=True)
    actors = tuple(_actor_column(one) for one in kind.actors)
    first = () if kind.target == "town" else (town,)
    last = (houses,) if kind.target == "household" else ()
    return (*first, village, *actors, *last, since)


def _actor_column(need: ActorNeed) -> Wanted:
    if need.sort == "organization":
        return Wanted(
            "actor", "结对单位",
            ("单位", "单位名称", "结对共建单位", "帮扶单位", "挂钩单位", "挂点单位", "市直单位",
             "县直单位", "结对帮扶单位", "责任单位", "挂钩联系单位", "企业", "结对企业", "牵头单位",
             "成员单位", "组成单位"), needed=True,
        )  # fmt: skip
    if need.sort == "team":
        return Wanted("actor", "工作队", ("驻镇工作队", "驻镇帮镇扶村工作队", "队伍"), needed=True)
    if need.sort == "person":
        return Wanted("actor", "帮扶干部", ("干部", "结对干部", "姓名", "第一书记"), needed=True)
    others = {
        "unit-member": ("单位党员", "机关党员", "市直党员", "单位干部", "帮扶党员"),
        "village-member": ("农村党员", "村级党员", "村内党员", "党员"),
    }
    return Wanted(
        f"role.{need.sort}", role_title(need.sort), others.get(need.sort, ()), needed=True
    )


@dataclass
class Reader:
    """Reads one table; `answers` say what unsure names are (name → id, `NEW` or `SKIP`)."""

    kind: PairingKind
    known: Known
    on: date
    answers: Mapping[str, str]
    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unsure: dict[str, tuple[list[str], tuple[Candidate, ...], bool]] = field(default_factory=dict)
    taken: dict[str, tuple[str, str]] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)
    seen: dict[tuple[object, ...], str] = field(default_factory=dict)

    def read(self, table: Table) -> Checked:
        columns = wanted_columns(self.kind)
        missing = [one.title for one in columns if one.needed and not table.has(one.id)]
        if missing:
            what = f"没有认出这些列：{'、'.join(missing)}"
            self._fault("", what, "请在上面的“各列的意思”里选定，或把表头改成样表的写法")
        else:
            self._rows(table)
            if not table.rows:
                self._fault("", "表头下面没有内容", "请填写后再上传")
        asked = tuple(
            Asked(name, tuple(where), near, self.answers.get(name, ""), may_be_new)
            for name, (where, near, may_be_new) in self.unsure.items()
        )
        taken = tuple((name, *rest) for name, rest in self.taken.items())
        return Checked(
            tuple(self.lines), tuple(sorted(self.faults, key=_place_of)), asked, taken, self.new
        )

    def _rows(self, table: Table) -> None:
        town = village = Cell(0, 0)
        for row in table.rows:
            found_town = _first(table.cells(row, "town"))
            found = _first(table.cells(row, "place"))
            if found_town.text and key(found_town.text) != key(town.text):
                town, village = found_town, Cell(0, 0)
            village = found if found.text else village
            actors = [c for one in table.columns if one.id == "actor"
                      for c in (row[one.number],) if c.text]  # fmt: skip
            roles = {
                one.id: _first(table.cells(row, one.id))
                for one in table.columns
                if one.id.startswith("role.")
            }
            if not (found.text or actors or any(one.text for one in roles.values())):
                continue
            if self.kind.target == "town" and not village.text:
                village = town
            self._row(table, row, town, village, [*actors], roles)

    def _row(
        self, table: Table, row: tuple[Cell, ...], town: Cell, village: Cell,
        actors: list[Cell], roles: Mapping[str, Cell],
    ) -> None:  # fmt: skip
        place = self._place(town, village, row)
        since = self._since(table, row)
        if roles:
            self._bundle(table, row, place, since, roles)
            return
        named = [(cell, party) for cell in actors for party in self._parties(cell)]
        if not any(cell.text for cell in actors):
            at = next(c for c in table.columns if c.id == "actor").number
            self._fault(row[at].address, "没有填写结对的一方", "请填写单位名称")
        for cell, party in named:
            if place and since:
                self._add(Line(cell.address, ((party, ""),), place, since))

    def _add(self, line: Line) -> None:
        same = (line.actors, line.place, line.households, line.numbers)
        if same in self.seen:
            remedy = "请删去其中一处"
            self._fault(line.address, f"与{self.seen[same]}是同一对结对", remedy)
            return
        self.seen[same] = line.address
        self.lines.append(line)

    def _fault(self, address: str, what: str, remedy: str) -> None:
        self.faults.append(Fault(address, what, remedy))

    def _place(self, town: Cell, village: Cell, row: tuple[Cell, ...]) -> str:
        if not village.text:
            first = next((cell for cell in row if cell.text), row[0])
            self._fault(first.address, "没有写明是哪个村", "请填写村名，或与上一行合并")
            return ""
        if self.kind.target == "town":
            return self._one_of(village, self.known.find_towns(village.text), "镇", [])
        if village.text.isdigit() and len(village.text) == 12:  # noqa: PLR2004
            return self._one_of(village, self.known.find_villages(village.text), "村", [])
        towns = self.known.find_towns(town.text) if town.text else []
        if town.text and len(towns) != 1:
            self._fault(town.address, f"没有找到镇（街道）“{town.text[:30]}”", "请核对镇名")
            return ""
        within = towns[0] if towns else ""
        found = self.known.find_villages(village.text, within)
        near = [] if found else self.known.near_villages(village.text, within)
        return self._one_of(village, found, "村", near)

    def _one_of(self, cell: Cell, found: list[str], what: str, near: list[str]) -> str:
        if len(found) == 1:
            return found[0]
        if found:
            paths = "、".join(self.known.path(code) for code in found[:4])
            self._fault(
                cell.address, f"“{cell.text[:30]}”不止一个：{paths}", "请在镇一列写明是哪个镇"
            )
        else:
            advice = (
                f"是否为{'、'.join(near[:3])}？请改正" if near else "请核对名称，或先在地名中登记"
            )
            self._fault(cell.address, f"没有找到{what}“{cell.text[:30]}”", advice)
        return ""

    def _since(self, table: Table, row: tuple[Cell, ...]) -> date | None:
        cell = _first(table.cells(row, "since"))
        try:
            return day_in(cell) or self.on
        except DayUnclear as problem:
            self._fault(cell.address, problem.what, problem.remedy)
            return None

    def _parties(self, cell: Cell) -> Iterator[str]:
        register = self._register(self.kind.actors[0].sort)
        for name in register.split(cell.text):
            if party := self._party(cell, name, register):
                yield party

    def _register(self, sort: str) -> Register:
        if sort == "organization":
            return self.known.organizations
        return self.known.teams if sort == "team" else self.known.people

    def _party(self, cell: Cell, name: str, register: Register) -> str:
        found = register.find(name)
        if found.id:
            if not found.sure:
                title = next(one.title for one in register.candidates if one.id == found.id)
                self.taken.setdefault(name, (title, cell.address))
            return found.id
        may_be_new = register is self.known.organizations
        answer = self.answers.get(name, "")
        where, _, _ = self.unsure.setdefault(name, ([], found.near, may_be_new))
        where.append(cell.address)
        if answer == SKIP:
            return ""
        if any(one.id == answer for one in found.near):
            return answer
        if answer == NEW and may_be_new:
            return self._registered(cell, name)
        remedy = (
            "请在下面“需要确认的名称”里选定" if may_be_new or found.near else "请先在管理中登记"
        )
        self._fault(cell.address, f"名录中没有“{name[:30]}”", remedy)
        return ""

    def _registered(self, cell: Cell, name: str) -> str:
        if not SHORTEST_NAME <= len(name) <= LONGEST_NAME:
            self._fault(cell.address, f"“{name[:30]}”不像单位名称", "请写单位全称，或选“不是单位”")
            return ""
        digest = hashlib.sha256(f"{self.known.book}{key(name)}".encode()).hexdigest()
        party = f"org:{self.known.book}-{digest[:16]}"
        self.new[party] = name
        return party

    def _bundle(
        self, table: Table, row: tuple[Cell, ...], place: str, since: date | None,
        roles: Mapping[str, Cell],
    ) -> None:  # fmt: skip
        actors = []
        for id_, cell in roles.items():
            names = self.known.people.split(cell.text)
            if len(names) != 1:
                title = role_title(id_.removeprefix("role."))
                self._fault(cell.address, f"{title}应写一人", "请写登记的称呼")
            elif party := self._party(cell, names[0], self.known.people):
                actors.append((party, id_.removeprefix("role.")))
        cell = _first(table.cells(row, "households"))
        numbers = self._numbers(
            cell, next(c.number for c in table.columns if c.id == "households"), row
        )
        if place and since and numbers and len(actors) == len(roles):
            keys, fresh = households_of(self.known, place, numbers)
            self._add(Line(cell.address, tuple(actors), place, since, keys, fresh))

    def _numbers(self, cell: Cell, column: int, row: tuple[Cell, ...]) -> tuple[int, ...]:
        try:
            return household_numbers(cell.text)
        except ValueError as problem:
            self._fault(row[column].address, str(problem), "只写编号，如 001—005 或 1、2、3")
            return ()


def household_numbers(text: str) -> tuple[int, ...]:
    """Numbers of households as written: 001—005, or 1、2、3; a ValueError says what is wrong."""
    found: list[int] = []
    for part in filter(None, _HOUSES.split(text)):
        run, one = _RUN.match(part), _ONE.match(part)
        if run and int(run[1]) <= int(run[2]):
            found += range(int(run[1]), min(int(run[2]), int(run[1]) + MOST_HOUSEHOLDS) + 1)
        elif one:
            found.append(int(one[1]))
        else:
            raise ValueError(f"“{part[:10]}”不是户编号，农户只用编号，不写姓名")
    if not found:
        raise ValueError("没有填写户编号")
    if len(found) > MOST_HOUSEHOLDS:
        raise ValueError(f"一次最多{MOST_HOUSEHOLDS}户")
    return tuple(sorted(set(found)))


def households_of(
    known: Known, place: str, numbers: tuple[int, ...]
) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Keys of the households a village has under these numbers, and the numbers it has not."""
    there = known.households.get(place, {})
    keys = tuple(there[str(n)] for n in numbers if str(n) in there)
    return keys, tuple(n for n in numbers if str(n) not in there)


def _place_of(fault: Fault) -> tuple[int, int, str]:
    """Where a fault stands, from the top, then from the left; the whole table first."""
    letters = fault.address.rstrip("0123456789")
    return (int(fault.address.removeprefix(letters) or 0), len(letters), letters)


def _first(cells: list[Cell]) -> Cell:
    return next((cell for cell in cells if cell.text), cells[0] if cells else Cell(0, 0))
