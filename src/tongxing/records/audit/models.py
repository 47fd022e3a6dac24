"""Who did and saw what, and from where: written beside the deed, refused change by the database."""

from __future__ import annotations

from django.db import models


class AuditRow(models.Model):
    at = models.DateTimeField(db_index=True)
    who = models.CharField(max_length=80)  # "person:…", "system", "" for a stranger
    verb = models.CharField(max_length=40)  # named in verbs.py
    subject = models.CharField(max_length=80)
    detail = models.TextField(blank=True)  # canonical JSON, no content of records
    place = models.CharField(max_length=6, blank=True, default="")  # code prefix; "" is nobody's
    address = models.CharField(max_length=45, blank=True, default="")  # see origin.py
    account = models.CharField(max_length=40, blank=True, default="")
    session = models.CharField(max_length=12, blank=True, default="")
    agent = models.CharField(max_length=24, blank=True, default="")

    class Meta:
        indexes = (
            models.Index(fields=("who", "at"), name="audit_by_who"),
            models.Index(fields=("verb", "at"), name="audit_by_verb"),
            models.Index(fields=("subject", "at"), name="audit_by_subject"),
            models.Index(fields=("address", "at"), name="audit_by_address"),
            models.Index(fields=("place", "at"), name="audit_by_place"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.who} {self.verb} {self.subject}"


class AuditSeal(models.Model):
    """A digest over all rows up to one, chained to the seal before; never changed either."""

    at = models.DateTimeField()
    first = models.BigIntegerField()  # id of the first row since the seal before
    last = models.BigIntegerField(unique=True)
    rows = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.last}:{self.sha256}"
