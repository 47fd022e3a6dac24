"""The phone page: its shell, service worker and manifest."""

from __future__ import annotations

from django.apps import AppConfig


class FieldConfig(AppConfig):
    name = "tongxing.pages.field"
    label = "field"
