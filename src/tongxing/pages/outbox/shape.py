"""What one item of a phone's outbox looks like, over the line or in a file handed over."""

from __future__ import annotations

from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import Field

SHA256 = r"^[0-9a-f]{64}$"
DAY = r"^\d{4}-\d{2}-\d{2}$"
UUID7 = r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"


class Sent(BaseModel):
    """What a phone sends; nothing beside what is named, nothing taken for what it is not."""

    model_config = ConfigDict(extra="forbid", strict=True)


class DoerIn(Sent):
    who: str = Field(max_length=80)
    role: str = Field("", max_length=32)
    of: str = Field("", max_length=80)


class Amount(Sent):
    """An amount as read by the phone; as text is as good ("三千多块")."""

    v: int
    approx: str = ""
    text: str = ""


class Draft(Sent):
    """One record as written on the phone. A correction names in `replaces` what it corrects."""

    kind: str = Field(max_length=64)
    kind_version: int
    doers: list[DoerIn]
    place: str = Field(max_length=12)
    happened: str = Field(pattern=DAY)
    makes_up: str | None = Field(None, pattern=DAY)
    about: list[str] = Field(default_factory=list)
    values: dict[str, str | int | Amount] = Field(default_factory=dict)
    text: str = ""
    files: list[str] = Field(default_factory=list)
    replaces: list[str] = Field(default_factory=list, max_length=1)


class Item(Sent):
    """`digest`: sha256 (hex) of the canonical JSON of `draft` as it stands here.

    Canonical: keys sorted by code point, no spaces, strings in NFC, whole numbers only.
    """

    id: str = Field(pattern=UUID7)
    digest: str = Field(pattern=SHA256)
    draft: Draft
