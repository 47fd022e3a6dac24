"""What judging depends on, projected from system records so that it can be queried.

Every row is known from one seq of its book (`born`) until another (`died`, null = still):
asking as of an earlier `known_at` is asking for the rows alive at that seq. Rows are written
by the same action, in the same transaction, as the record they follow from, and can be
rebuilt from the book at any time (law 7).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Projection(models.Model):
    """One version of something, known while `born <= seq < died`."""

    key = models.CharField(max_length=64)  # the id of the record that began it
    book = models.CharField(max_length=6)
    born = models.BigIntegerField()
    died = models.BigIntegerField(null=True, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = (
            models.UniqueConstraint(fields=("key", "born"), name="%(class)s_key_born"),
            models.UniqueConstraint(
                fields=("key",), condition=Q(died__isnull=True), name="%(class)s_one_alive"
            ),
        )
        indexes = (models.Index(fields=("book", "born"), name="%(class)s_book"),)


class Pairing(Projection):
    """Who is paired with what, from when until when."""

    kind = models.CharField(max_length=130)  # "plan-id:pairing-kind"
    place = models.CharField(max_length=12, db_index=True)  # the target's place

    def __str__(self) -> str:
        return f"{self.kind} {self.place} {self.since}"


class PairingParty(models.Model):
    """An actor of one version of a pairing."""

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="parties")
    party = models.CharField(max_length=80, db_index=True)
    role = models.CharField(max_length=32, blank=True)

    def __str__(self) -> str:
        return self.party


class PairingSubject(models.Model):
    """A target that is not a place (a household of a bundle)."""

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="subjects")
    subject = models.CharField(max_length=80, db_index=True)

    def __str__(self) -> str:
        return self.subject


class Waiver(Projection):
    """A duty waived for a span, with its reason and who approved it (C15)."""

    pairing = models.CharField(max_length=64, blank=True)  # one pairing's key, or
    place = models.CharField(max_length=12, blank=True)  # every pairing within a place
    plan = models.CharField(max_length=64)
    duties = models.CharField(max_length=400, blank=True)  # comma list; empty = all
    reason = models.CharField(max_length=200)
    basis = models.CharField(max_length=200)
    approver = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.reason


class EditionInForce(Projection):
    """One plan edition in force in a book, with its very text."""

    plan = models.CharField(max_length=64)
    edition = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    text = models.TextField()

    def __str__(self) -> str:
        return f"{self.plan} {self.edition}"


class Attribute(Projection):
    """A dated attribute of a party, place or household: a grade, a role held."""

    subject = models.CharField(max_length=80, db_index=True)  # "place:…", "household:…", "person:…"
    name = models.CharField(max_length=40)
    value = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"{self.subject} {self.name}={self.value}"
