"""Photos and files: seen by who sees their record, added and taken off by who may mend it."""

from __future__ import annotations

import io
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from tests.access.asked import AROUND
from tests.access.asked import Asked
from tests.access.asked import Deed
from tests.access.asked import World
from tongxing.actions.attach_evidence import attach_evidence
from tongxing.actions.keep_file import keep_file
from tongxing.records.accounts.access import everything
from tongxing.records.evidence import operations as evidence
from tongxing.records.evidence.queries import attachments_of
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record

MENDERS = {
    "柏桥村": frozenset({"office", "swb", "village"}),
    "荷垌村": frozenset({"office", "lyj"}),
}


def _key(record: UUID) -> str:
    """The sha256 of a picture that belongs to this record, added once."""
    there = attachments_of([record])
    if there:
        return there[0].file_id
    at, acting = timezone.now(), everything()  # noqa: TID251  the desk's own clock
    colour = (record.int % 251, record.int % 241, record.int % 239)
    sent = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(sent, "PNG")
    kept = keep_file(acting=acting, at=at, name="现场.png", data=sent.getvalue())
    attach_evidence(acting=acting, at=at, id=new_id(at), of=record, files=[kept])
    return kept.sha256


def _picture(name: str):
    def asked(world: World) -> list[Asked]:
        found = [
            Asked(reverse(name, args=[id_, _key(id_)]), AROUND[village])
            for village, id_ in world.records.items()
        ]
        first, second = world.records.values()
        crossed = Asked(reverse(name, args=[first, _key(second)]), frozenset())
        return [*found, crossed, Asked(reverse(name, args=[first, "0" * 64]), frozenset())]

    return asked


def _adding(world: World) -> list[Deed]:
    name = "desk:ledger:files-add"
    return [
        Deed(reverse(name, args=[id_]), {"file": Text()}, MENDERS[village])
        for village, id_ in world.records.items()
    ]


class Text(SimpleUploadedFile):
    """A small text that reads the same each time it is sent."""

    def __init__(self) -> None:
        super().__init__("名单.txt", "到场三十人".encode(), "text/plain")

    def read(self, *_: object) -> bytes:  # type: ignore[override]
        self.seek(0)
        return super().read()


def _removing(name: str, doers: dict[str, frozenset[str]]):
    def deeds(world: World) -> list[Deed]:
        return [
            Deed(
                reverse(name, args=[id_]),
                {"file": _key(id_), "reason": "传错了"},
                doers[village],
            )
            for village, id_ in world.records.items()
        ]

    return deeds


def _giving_up(world: World) -> list[Deed]:
    """Each record waits for a photo that is still on a phone."""
    there = Record.objects.filter(pk__in=world.records.values())
    evidence.expect(((one, "f" * 64) for one in there), by="person:swb")
    name = "desk:ledger:files-give-up"
    return [Deed(reverse(name, args=[i]), {}, MENDERS[v]) for v, i in world.records.items()]


OFFICE = {"柏桥村": frozenset({"office"}), "荷垌村": frozenset({"office"})}
ABOUT = {
    "desk:evidence:file": _picture("desk:evidence:file"),
    "desk:evidence:small": _picture("desk:evidence:small"),
}
DEEDS = {
    "desk:ledger:files-add": _adding,
    "desk:ledger:files-withdraw": _removing("desk:ledger:files-withdraw", MENDERS),
    "desk:ledger:files-give-up": _giving_up,
    "desk:ledger:files-redact": _removing("desk:ledger:files-redact", OFFICE),
}
