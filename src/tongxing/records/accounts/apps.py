"""Tells Django about the room and its label."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "tongxing.records.accounts"
    label = "accounts"
    verbose_name = "账号"
