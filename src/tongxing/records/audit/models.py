"""Who did and saw what: written beside the write, refused change by the database."""

from __future__ import annotations

from django.db import models


class AuditRow(models.Model):
    at = models.DateTimeField(db_index=True)
    who = models.CharField(max_length=80, db_index=True)  # "person:…", or "system"
    verb = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, db_index=True)
    detail = models.TextField(blank=True)  # canonical JSON, no content of records

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.who} {self.verb} {self.subject}"
