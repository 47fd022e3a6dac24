"""One record: what it says, its versions, where it is used, and what may be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tongxing.derive.boards import NotInView
from tongxing.derive.boards.doors import doors_of
from tongxing.derive.boards.shapes import Named
from tongxing.derive.boards.view import View
from tongxing.derive.boards.view import view_of
from tongxing.pages.desk.errors import BadLink
from tongxing.pages.desk.records.files import files_part
from tongxing.pages.desk.records.uses import Uses
from tongxing.pages.desk.records.uses import uses_of
from tongxing.pages.desk.records.versions import Difference
from tongxing.pages.desk.records.versions import Names
from tongxing.pages.desk.records.versions import Version
from tongxing.pages.desk.records.versions import differences
from tongxing.pages.desk.records.versions import names_for
from tongxing.pages.desk.records.versions import version_of
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.seen import seen
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.viewer import for_viewer
from tongxing.pages.desk.writing import Refusal
from tongxing.records.accounts.access import Verb
from tongxing.records.accounts.access import mending
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import RETURNED
from tongxing.records.ledger.queries import WITHDRAWN
from tongxing.records.ledger.queries import record_seen_by
from tongxing.records.ledger.queries import versions_of
from tongxing.records.ledger.rows import about_of
from tongxing.records.ledger.rows import parties_of
from tongxing.records.ledger.rows import replaced_by
from tongxing.records.ledger.rows import said
from tongxing.records.ledger.versions import Family
from tongxing.records.ledger.versions import family_of
from tongxing.records.registry.queries import former_names

VERBS: tuple[Verb, ...] = ("correct", "withdraw", "return", "accept", "settle", "redact")


@dataclass(frozen=True, slots=True)
class Step:
    """One version in the order received, and what it changed of the one it replaces."""

    version: Version
    changed: tuple[Difference, ...]
    standing: str  # 现行 | 已被更正 | …


@dataclass(frozen=True, slots=True)
class Note:
    """A return, an acceptance or an erasure, said about one of the versions."""

    title: str
    version: Version
    words: str


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Everything the page shows. `rivals` are the corrections a settlement must replace."""

    version: Version
    steps: tuple[Step, ...]
    notes: tuple[Note, ...]
    uses: Uses
    current: UUID | None
    rivals: tuple[UUID, ...]
    withdrawn_first: bool  # among the rivals is a withdrawal, which holds until it is settled
    place: Named
    returned_for: str  # the note it was last returned with, "" when it was not
    may: frozenset[Verb]
    view: View
    called: tuple[tuple[str, str], ...]  # (name now, name then) of doers renamed since


@require_safe
@for_viewer
def record(request: HttpRequest, viewer: Viewer, record_id: UUID) -> HttpResponse:
    return show(request, viewer, record_id)


def show(
    request: HttpRequest,
    viewer: Viewer,
    record_id: UUID,
    *,
    refusal: Refusal | None = None,
    given: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The page, with what was refused and the words typed so far, if any."""
    shown = record_page(viewer, record_id)
    viewer = viewer.reading(shown.view.stand.book)
    if request.method == "GET":
        seen(viewer, "see-record", f"record:{record_id}", shown.view.stand.book)
    versions = [one.version.record.id for one in shown.steps]
    context = {
        "shown": shown,
        "files": files_part(viewer, shown.view, shown.version, versions, shown.may),
        "refusal": refusal,
        "given": given or {},
        "fresh": new_id(timezone.now()),
    }
    status = refusal.status if refusal else 200
    return page(request, viewer, "records/record.jinja", context, status=status)


def record_page(viewer: Viewer, record_id: UUID) -> RecordPage:
    """Read the record and its family; raises NotInView, or BadLink when not yet known."""
    found = record_seen_by(viewer.scope, record_id)
    if found is None:
        raise NotInView
    view = view_of(viewer.scope, book=found.book_id, as_of=viewer.as_of, known_at=viewer.known_at)
    uses = uses_of(view, found.id)
    if uses is None:
        raise BadLink("按所选的时刻，这条记录还没有收到。请回到今天再看。")
    family = _known(versions_of(found), view.stand.seq)
    names = names_for((*family.members, *family.notes), viewer.as_of)
    versions = {one.id: version_of(one, names) for one in family.members}
    rivals = _rivals(family)
    version = versions[found.id]
    opens = bool(version.path) and doors_of(view).place(found.place)
    shown = RecordPage(
        version=version,
        steps=tuple(_step(one, versions, family) for one in family.members),
        notes=tuple(_note(version_of(one, names)) for one in family.notes),
        uses=uses,
        current=family.current.id if family.current else None,
        rivals=rivals,
        withdrawn_first=any(one.kind == WITHDRAWN for one in family.members if one.id in rivals),
        place=Named(found.place, version.path or found.place, opens),
        returned_for=_returned_for(found, family),
        may=frozenset(),
        view=view,
        called=_called(found, names),
    )
    return replace(shown, may=_allowed(viewer, found, shown, family))


def _called(record: Record, names: Names) -> tuple[tuple[str, str], ...]:
    """(name now, name then) of the doers that were called otherwise on the record's day."""
    then = former_names(parties_of(record), record.happened)
    return tuple((names.party(party), name) for party, name in sorted(then.items()))


def _known(family: Family, seq: int) -> Family:
    """The family as it stood at a seq."""
    if all(one.seq <= seq for one in (*family.members, *family.notes)):
        return family
    return family_of(
        [one for one in family.members if one.seq <= seq],
        [one for one in family.notes if one.seq <= seq],
    )


def _step(one: Record, versions: Mapping[UUID, Version], family: Family) -> Step:
    version = versions[one.id]
    replaced = [versions[old] for old in replaced_by(one) if old in versions]
    changed = () if one.kind == WITHDRAWN or not replaced else differences(replaced[0], version)
    return Step(version, changed, _standing(one, family))


def _standing(one: Record, family: Family) -> str:
    if one.id in family.losing:
        return "与另一次更正或撤回冲突，暂不计入"
    if one.id in family.replaced:
        by = next(m for m in family.members if m.id == family.replaced[one.id])
        return "已撤回" if by.kind == WITHDRAWN else "已被更正"
    if one.id in family.returned:
        return "已退回，更正后再计入"
    return "撤回" if one.kind == WITHDRAWN else "现行"


def _note(version: Version) -> Note:
    content = said(version.record.body)
    words = content.values.get("note") or content.values.get("reason") or ""
    return Note(version.kind.title, version, str(words))


def _returned_for(found: Record, family: Family) -> str:
    """The latest note this record was returned with."""
    notes = (one for one in reversed(family.notes) if one.kind == RETURNED)
    returns = (one for one in notes if f"record:{found.id}" in about_of(one))
    return next((str(said(one.body).values.get("note", "")) for one in returns), "")


def _rivals(family: Family) -> tuple[UUID, ...]:
    """What a settlement replaces: what holds now, be it a withdrawal, and what came second."""
    if not family.losing:
        return ()
    tips = family.effective | family.losing
    return tuple(one.id for one in family.members if one.id in tips)


def _allowed(viewer: Viewer, found: Record, shown: RecordPage, family: Family) -> frozenset[Verb]:
    """The verbs offered: granted, fitting the record's state, and never from a past view."""
    if viewer.past or shown.version.kind.system:
        return frozenset()
    acting = parties_of(found) | {found.recorded_by}
    granted = {
        one
        for one in VERBS
        for verb in (_needed(one, found, shown, family),)
        if viewer.scope.may(verb, place=found.place, parties=acting)
    }
    fitting: set[Verb] = set()
    if shown.rivals:
        fitting.add("settle")
    if found.id in family.effective:
        fitting |= {"correct", "withdraw"}
        if found.id not in family.returned:
            fitting.add("return")
    if not shown.version.redacted:
        fitting.add("redact")
    if shown.uses.used.awaiting:
        fitting.add("accept")
    return frozenset(granted & fitting)


def _needed(verb: Verb, found: Record, shown: RecordPage, family: Family) -> Verb:
    """The verb it takes to do `verb` on this record."""
    settles = found.id in family.settling
    return mending(verb, assesses=shown.version.kind.assesses, settles=settles)
