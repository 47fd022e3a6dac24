"""The desk: pages for the office PC."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "tongxing.pages.desk"
    label = "desk"
