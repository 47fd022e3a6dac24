"""Tells Django about the room and its label."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "tongxing.records.ledger"
    label = "ledger"
    verbose_name = "台账"
