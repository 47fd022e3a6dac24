"""Tells Django about the room and its label."""

from __future__ import annotations

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "tongxing.records.evidence"
    label = "evidence"
    verbose_name = "照片和附件"
