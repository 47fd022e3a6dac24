"""Tells Django about the room and its label."""

from __future__ import annotations

from django.apps import AppConfig


class PairingsConfig(AppConfig):
    name = "tongxing.records.pairings"
    label = "pairings"
    verbose_name = "结对"
