"""What goes over the line between the phone and the server; docs and the phone's types follow.

Days are ISO text (`2026-03-05`), moments ISO text with an offset. Amounts are scaled integers
as in the ledger (money in 分, counts in ones, areas and numbers in ten-thousandths); beside
each stands how it is said.
"""

from __future__ import annotations

from typing import Literal

from ninja import Schema
from pydantic import Field

from tongxing.pages.outbox.shape import Item
from tongxing.pages.outbox.shape import Sent


class Named(Schema):
    """A party, place or subject by its id and its name."""

    id: str
    name: str


class Account(Schema):
    """Who the phone belongs to. The phone keeps one database for each `account`."""

    account: str  # its user name
    person: str  # "person:KEY", as records name it
    name: str
    acts_for: list[Named]  # units and teams
    until: str  # the moment this phone's key ends by itself


class Choice(Schema):
    id: str
    title: str


class KindField(Schema):
    """One field of a kind, as in its file."""

    id: str
    title: str
    type: Literal[
        "count", "money", "area", "number", "text", "choice", "date", "place", "organization",
        "person",
    ]  # fmt: skip
    unit: str
    measure: str
    optional: bool
    choices: list[Choice]


class Kind(Schema):
    """What may be recorded by this account; those its plans count come first."""

    id: str
    version: int
    title: str
    about: str
    assesses: bool
    fields: list[KindField]
    roles: list[Choice]  # that a doer may have beside ""


class Place(Schema):
    code: str
    name: str
    path: str


class Actor(Schema):
    id: str
    name: str
    role: str


class Pairing(Schema):
    """A running pairing this account may write for."""

    key: str
    kind: str
    title: str
    actors: list[Actor]
    place: Place
    subjects: list[Named]  # households


class Period(Schema):
    """`until` and `closes` are the days after; `by` is the last day on time."""

    key: str
    title: str
    start: str
    until: str
    by: str
    closes: str


class Due(Schema):
    """One period of one duty of one pairing that still wants something.

    `days_left`: to the last day on time; where overdue, to the last day it can be made up.
    Where overdue, what is done now must bear `makes_up`.
    `role`: as what somebody must do it, "" for any.
    """

    pairing: str
    plan: str
    duty: str
    title: str
    clause: str
    kinds: list[str]
    role: str
    period: Period
    state: Literal["ahead", "open", "overdue"]
    need: int
    need_said: str
    done: int
    done_said: str
    days_left: int
    makes_up: str | None


class DoerOut(Schema):
    who: str
    name: str
    role: str
    of: str
    of_name: str


class ValueOut(Schema):
    """One field of a record: `typed` goes back into a form, `said` is how it is printed."""

    id: str
    title: str
    typed: str
    said: str


class FileOut(Schema):
    sha256: str
    here: bool  # false: still on the phone that took it


class Version(Schema):
    """One record as it stands in the ledger."""

    id: str
    book: str
    seq: int
    kind: str
    kind_version: int
    title: str
    place: Place
    happened: str
    makes_up: str | None
    recorded: str
    recorded_by: str  # name of who typed it
    doers: list[DoerOut]
    about: list[str]
    values: list[ValueOut]
    text: str
    files: list[FileOut]
    replaces: list[str]


class Recent(Version):
    """One of this account's records.

    `note` is the office's (returned), the reason (withdrawn), or what it waits for before it
    counts for a duty too (counted), or that what counts by now is not in view (corrected).
    `replaced_by` is the version that counts by now (corrected, and conflict: the other one);
    none where the other of a conflict is a withdrawal, whose reason is the note, and where it is
    another's by now, out of view.
    """

    state: Literal["counted", "corrected", "withdrawn", "returned", "conflict"]
    mine: bool  # typed by this account
    may_correct: bool
    note: str
    replaced_by: Version | None


class Limits(Schema):
    """What the server takes at most; the phone asks before it sends."""

    items: int  # in one request
    body: int  # bytes of one request
    text: int  # characters
    field: int
    doers: int
    about: int
    files: int  # of one record
    file: int  # bytes of one photo
    chunk: int  # bytes
    waiting: int  # bytes of photos no record names yet, of one account
    keep_days: int  # after which such photos and unfinished ones are dropped


class Workbook(Schema):
    """All a phone needs to work without a network; `etag` is asked with If-None-Match."""

    me: Account
    now: str
    as_of: str
    kinds: list[Kind]
    pairings: list[Pairing]
    places: list[Place]  # that may be chosen, those of pairings first
    due: list[Due]
    due_more: int  # how many are due beyond those listed
    recent: list[Recent]
    books: list[str]  # names of the counties it is about, where the account sees more
    books_more: int  # how many more
    limits: Limits


class Items(Sent):
    items: list[Item] = Field(max_length=20)


class Problem(Schema):
    """One thing to mend: `field` is "happened", "values.people", "doers.0" … or ""."""

    field: str
    say: str


class Answer(Schema):
    """What became of one item.

    written, repeated: it is in the ledger (`seq`). conflict: it is in the ledger and does not
    count, since another correction came first (`conflicts`); the office decides. refused:
    nothing was written; `code` says why, `problems` what to mend; with `retry` the phone sends
    the very same again by itself, otherwise a person has to look.
    """

    id: str
    state: Literal["written", "repeated", "refused", "conflict"]
    book: str
    seq: int | None
    code: str
    say: str
    retry: bool
    problems: list[Problem]
    warnings: list[str]
    conflicts: list[Version]
    files_missing: list[str]  # named by the record, not brought by this account yet


class Answers(Schema):
    now: str
    answers: list[Answer]


class FileState(Schema):
    """How much of a photo is here: the chunks it has, or all of it."""

    size: int | None  # as told with the first chunk
    have: list[int]
    whole: bool


class Trouble(Schema):
    """Why a whole request was not answered; nothing was written.

    401 no-key, key-ended, other-account: ask to sign in, keep everything. 403 no-header,
    not-allowed. 400 unreadable, damaged: send it again. 413 too-large. 409 erased, quota. 422
    unusable-file: this photo is never taken. 404 not-found. 503 busy: later.
    """

    code: str
    say: str
    now: str
