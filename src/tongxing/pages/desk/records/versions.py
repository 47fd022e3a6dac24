"""A record as its page shows it: what it says, and what each correction changed."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tongxing.derive.boards.lines import ENTERED_LATE_DAYS
from tongxing.derive.boards.shapes import Named
from tongxing.derive.chunks import CHINA
from tongxing.pages.desk.records.entry import LEADER
from tongxing.pages.desk.records.values import as_written
from tongxing.pages.desk.records.values import printed
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import about_of
from tongxing.records.ledger.rows import doers_of
from tongxing.records.ledger.rows import parties_of
from tongxing.records.ledger.rows import said
from tongxing.records.registry.queries import household_labels
from tongxing.records.registry.queries import parties
from tongxing.records.registry.queries import paths_of
from tongxing.rules.periods import say_day
from tongxing.rules.plan import shipped_kind
from tongxing.rules.plan.model import Kind
from tongxing.rules.plan.words import ATTRIBUTE_WORDS
from tongxing.rules.plan.words import attribute_word

ROLES = {LEADER: "组长"}
ATTRIBUTE_SET = "attribute-set"


@dataclass(frozen=True, slots=True)
class Names:
    """Names of everything some records speak of, fetched in a few queries."""

    paths: Mapping[str, str]
    parties: Mapping[str, str]
    households: Mapping[str, str]

    def path(self, code: str) -> str:
        return self.paths.get(code) or code

    def party(self, party: str) -> str:
        return self.parties.get(party, party)


@dataclass(frozen=True, slots=True)
class DoerSaid:
    who: Named
    of: Named | None
    role: str


@dataclass(frozen=True, slots=True)
class FieldSaid:
    """One field: its title, the value as printed, and the writer's own words if other."""

    title: str
    said: str
    written: str


@dataclass(frozen=True, slots=True)
class Version:
    """One record of a family, said in Chinese."""

    record: Record
    kind: Kind
    path: str
    doers: tuple[DoerSaid, ...]
    fields: tuple[FieldSaid, ...]
    text: str
    redacted: bool
    by: str  # who typed it
    late: bool  # 补录


@dataclass(frozen=True, slots=True)
class Difference:
    title: str
    before: str
    after: str


def names_for(records: Iterable[Record], on: date) -> Names:
    """Names for these records: one query for places, at most three for parties, one for homes."""
    some = list(records)
    wanted = {one.recorded_by for one in some}.union(*(parties_of(one) for one in some))
    codes = {one.place for one in some}
    for one in some:
        strings = {value for value in said(one.body).values.values() if isinstance(value, str)}
        wanted |= {value for value in strings if value.startswith(("org:", "team:", "person:"))}
        codes |= {value for value in strings if len(value) == len(one.place) and value.isdigit()}
    subjects = {subject for one in some for subject in about_of(one)}
    return Names(paths_of(codes, on), parties(wanted), household_labels(subjects))


def version_of(record: Record, names: Names) -> Version:
    """What one record says, its content at hand (`select_related("body")`)."""
    kind = shipped_kind(record.kind, record.kind_version)
    content = said(record.body)
    known = {**names.paths, **names.parties}
    if kind.id == ATTRIBUTE_SET:
        known |= {text: attribute_word(text) for text in (*ATTRIBUTE_WORDS, "")}
    gap = record.recorded.astimezone(CHINA).date() - record.happened
    return Version(
        record=record,
        kind=kind,
        path=names.path(record.place),
        doers=tuple(
            DoerSaid(
                who=Named(one.who, names.party(one.who)),
                of=Named(one.of, names.party(one.of)) if one.of else None,
                role=ROLES.get(one.role, ""),
            )
            for one in doers_of(record)
        ),
        fields=(
            *_homes(record, kind, names),
            *(
                FieldSaid(
                    field.title,
                    printed(field, content.values[name], known),
                    as_written(field, content.values[name]),
                )
                for name, field in kind.fields.items()
                if content.values.get(name) is not None
            ),
        ),
        text=content.text,
        redacted=content.redacted,
        by=names.party(record.recorded_by),
        late=gap.days > ENTERED_LATE_DAYS,
    )


def _homes(record: Record, kind: Kind, names: Names) -> tuple[FieldSaid, ...]:
    """The households an office's own record is about; it would not be known which otherwise."""
    labels = [names.households[one] for one in about_of(record) if one in names.households]
    return (FieldSaid("农户编号", "、".join(labels), ""),) if labels and kind.system else ()


def differences(before: Version, after: Version) -> tuple[Difference, ...]:
    """Field by field, what the later version says otherwise."""
    old, new = _facts(before), _facts(after)
    titles = dict.fromkeys((*old, *new))
    return tuple(
        Difference(title, old.get(title, ""), new.get(title, ""))
        for title in titles
        if old.get(title, "") != new.get(title, "")
    )


def _facts(version: Version) -> dict[str, str]:
    """Everything a version says, by the title it is printed under."""
    record = version.record
    made_up = record.makes_up
    facts = {
        "日期": say_day(record.happened),
        "补做哪一天": say_day(made_up) if made_up else "",
        "地点": version.path,
        "由谁": "、".join(doer_text(one) for one in version.doers),
        **{one.title: one.said for one in version.fields},
        "说明": version.text,
    }
    return {title: said for title, said in facts.items() if said}


def doer_text(doer: DoerSaid) -> str:
    who = f"{doer.of.name} {doer.who.name}" if doer.of else doer.who.name
    return f"{who}（{doer.role}）" if doer.role else who
