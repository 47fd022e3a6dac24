"""Addresses of 我的账号, under `desk:me:`."""

from __future__ import annotations

from django.urls import path

from tongxing.pages.desk.access import own
from tongxing.pages.desk.access import own_second
from tongxing.pages.desk.access import phones

app_name = "me"
urlpatterns = [
    path("", own.home, name="home"),
    path("password/", own.change, name="password"),
    path("elsewhere/", own.end_elsewhere, name="elsewhere"),
    path("confirm/", own.confirm_password, name="confirm"),
    path("phones/end/", phones.end, name="phone-end"),
    path("second/", own_second.second, name="second"),
    path("second/generator/", own_second.generator, name="generator"),
    path("second/passkey/", own_second.passkey, name="passkey"),
    path("second/codes/", own_second.codes, name="codes"),
    path("second/remove/", own_second.remove, name="remove"),
]
