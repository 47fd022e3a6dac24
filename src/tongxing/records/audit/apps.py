"""Tells Django about the room and its label."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "tongxing.records.audit"
    label = "audit"
    verbose_name = "审计"
