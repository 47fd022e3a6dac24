"""Tells Django about the room and its label."""

from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "tongxing.records.registry"
    label = "registry"
    verbose_name = "名录"
