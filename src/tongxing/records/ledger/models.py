"""The append-only ledger: books, records, contents. See docs/ledger.md.

UPDATE and DELETE on `Record` are refused by the database itself. Texts such as `doers` hold
the canonical JSON the hash was taken over, so they are kept as text, byte for byte.
"""

from __future__ import annotations

from django.db import models


class Book(models.Model):
    """One county's ledger and its head; the row is the lock appends to this book take."""

    code = models.CharField("县级代码", max_length=6, primary_key=True)
    name = models.CharField("名称", max_length=60)
    head_seq = models.BigIntegerField(default=0)
    head_hash = models.CharField(max_length=64, blank=True)
    head_recorded = models.DateTimeField(null=True)  # `recorded` of the head: never goes back

    def __str__(self) -> str:
        return f"{self.name}（{self.code}）"


class Record(models.Model):
    """One thing that happened, as one row of a book's chain; never changed."""

    id = models.UUIDField(primary_key=True)
    # Led by the index of the chain; a book that has records refuses to go (migration 0006).
    book = models.ForeignKey(
        Book,
        on_delete=models.PROTECT,
        related_name="records",
        db_index=False,
        db_constraint=False,
    )
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=64)
    kind_version = models.PositiveSmallIntegerField()
    doers = models.TextField()  # canonical JSON: [{"of","role","who"}]
    place = models.CharField(max_length=12)
    about = models.TextField()  # canonical JSON list: ["household:…", "record:…"]
    happened = models.DateField()
    makes_up = models.DateField(null=True)
    recorded = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)
    content = models.CharField(max_length=64)  # sha256 of salt and canonical content
    replaces = models.TextField()  # canonical JSON list of record ids
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("book", "seq"), name="record_book_seq"),)
        indexes = (
            models.Index(fields=("book", "place", "happened"), name="record_place"),
            models.Index(fields=("book", "kind", "happened"), name="record_kind"),
            models.Index(fields=("book", "happened", "seq"), name="record_happened"),
            models.Index(fields=("book", "recorded"), name="record_recorded"),
        )

    def __str__(self) -> str:
        return f"{self.book_id}#{self.seq} {self.kind}"


class Content(models.Model):
    """What a record says; apart from the chain so that it can lawfully be erased."""

    record = models.OneToOneField(
        Record,
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="body",
        db_constraint=False,  # written in one statement with its record, which never goes
    )
    salt = models.CharField(max_length=32)
    # canonical JSON {"text","values"}; null once redacted
    text = models.TextField(null=True)  # noqa: DJ001  null is not ""
    # set once, as `text` goes: the figures that stay (canonical JSON of values); the record
    # of the redaction names them too, so `verify` can tell
    kept = models.TextField(null=True)  # noqa: DJ001

    def __str__(self) -> str:
        return str(self.record_id)


class RecordDoer(models.Model):
    """Projection: who did it, one row a doer, for searching and for grants."""

    record = models.ForeignKey(
        Record, on_delete=models.CASCADE, related_name="doer_rows", db_constraint=False
    )
    party = models.CharField(max_length=80, db_index=True)
    role = models.CharField(max_length=32, blank=True)
    of = models.CharField(max_length=80, blank=True, db_index=True)

    def __str__(self) -> str:
        return self.party


class RecordAbout(models.Model):
    """Projection: what a record concerns; `record:…` for returns and acceptances."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="about_rows")
    subject = models.CharField(max_length=80, db_index=True)

    def __str__(self) -> str:
        return self.subject


class Replacement(models.Model):
    """Projection: which record replaces which."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="replaces_rows")
    replaced = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="replaced_by_rows")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("record", "replaced"), name="replacement_once"),
        )

    def __str__(self) -> str:
        return f"{self.record_id} → {self.replaced_id}"
