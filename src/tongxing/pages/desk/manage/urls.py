"""Addresses of 管理, under `desk:manage:`; each subject keeps its own list."""

from __future__ import annotations

from django.urls import include
from django.urls import path

from tongxing.pages.desk.manage import overview

app_name = "manage"
urlpatterns = [
    path("", overview.overview, name="home"),
    path("", include("tongxing.pages.desk.manage.parties.urls")),
    path("places/", include("tongxing.pages.desk.manage.places.urls")),
    path("pairings/", include("tongxing.pages.desk.manage.pairings.urls")),
    path("accounts/", include("tongxing.pages.desk.manage.accounts.urls")),
    path("audit/", include("tongxing.pages.desk.manage.audit.urls")),
]
