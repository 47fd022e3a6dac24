"""Addresses of 结对关系, under `desk:manage:pairings:`."""

from __future__ import annotations

from django.urls import path

from tongxing.pages.desk.manage.pairings.asking import WHOLE
from tongxing.pages.desk.manage.pairings.changes import change
from tongxing.pages.desk.manage.pairings.intake import check
from tongxing.pages.desk.manage.pairings.intake import start
from tongxing.pages.desk.manage.pairings.listing import listed
from tongxing.pages.desk.manage.pairings.one import one
from tongxing.pages.desk.manage.pairings.opening import opening
from tongxing.pages.desk.manage.pairings.paper import paper

app_name = "pairings"
urlpatterns = [
    path("", listed, name="list"),
    path("new/", opening, name="new"),
    path("sheet.xlsx", paper, name="paper"),
    path("import/", start, name="import"),
    path("import/<str:name>/", check, name="check"),
    path("reassign/", start, {"mode": WHOLE}, name="reassign"),
    path("changes/<uuid:change_id>/", change, name="change"),
    path("<str:key>/", one, name="one"),
]
