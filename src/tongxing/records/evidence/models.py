"""Which photos and files belong to which records; their bytes lie in `storage`.

That a file belongs to a record is said by a record of the chain (`said_by`): the record itself,
whose content names the file's sha256, or a later one of kind "evidence-added". What is beside
that (name, caption, size) is outside the chain. Rows are only added; the law alone may empty
a name and a caption, and take the bytes away.
"""

from __future__ import annotations

from django.db import models

from tongxing.records.ledger.models import Record

UNDRAWABLE = b""  # `mirrored` of a photo that was looked at in vain


class StoredFile(models.Model):
    """One file by the sha256 of its stored bytes, however many records show it.

    What a picture looks like follows from its bytes and may be worked out later.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()  # bytes
    width = models.PositiveIntegerField(null=True)  # pixels; null unless a picture
    height = models.PositiveIntegerField(null=True)
    likeness = models.BinaryField(max_length=32, null=True)  # `rules.pictures.dhash`
    mirrored = models.BinaryField(max_length=32, null=True)
    stored = models.DateTimeField()
    erased = models.DateTimeField(null=True)  # its bytes were taken away as the law requires

    def __str__(self) -> str:
        return f"{self.sha256[:12]} {self.media_type}"

    @property
    def picture(self) -> bool:
        return self.width is not None

    @property
    def looked_at(self) -> bool:
        """Whether it is known what a picture looks like, or that it cannot be drawn."""
        return self.likeness is not None or self.mirrored is not None


class Attachment(models.Model):
    """A file belongs to a record, as a record of the chain says."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="attachments")
    said_by = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="attaches")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=120)  # as it was called where it came from
    caption = models.CharField(max_length=60, blank=True)
    added_by = models.CharField(max_length=80)  # "person:…"
    added = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("record", "file", "said_by"), name="attachment_said_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.record_id} {self.file_id[:12]}"


class Awaited(models.Model):
    """A photo a record names that is still on the phone that took it; gone once it is here.

    Where the record was sent again as the photo came it may stay: see `queries.COMING`.
    One given up is not told as on its way, but taken up all the same should it come: its phone
    was told that the record is here, and sends the photo alone.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="awaits")
    sha256 = models.CharField(max_length=64)
    by = models.CharField(max_length=80)  # whose phone brings it, "person:…"
    given_up = models.DateTimeField(null=True)  # when it was said that it will not come

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("record", "sha256", "by"), name="awaited_once"),
        )
        indexes = (models.Index(fields=("by", "sha256"), name="awaited_by"),)

    def __str__(self) -> str:
        return f"{self.record_id} {self.sha256[:12]}"


class Removal(models.Model):
    """A file no longer belongs to a record; `said_by` holds the reason."""

    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="removal")
    said_by = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="detaches")
    removed_by = models.CharField(max_length=80)
    removed = models.DateTimeField()
    erased = models.BooleanField()  # as the law requires, not merely withdrawn

    def __str__(self) -> str:
        return f"{self.attachment_id} {self.said_by_id}"
