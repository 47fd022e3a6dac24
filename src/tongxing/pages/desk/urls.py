"""The desk's addresses; links are made by name, as `desk:matrix` or `desk:ledger:record`."""

from __future__ import annotations

from django.urls import include
from django.urls import path

from tongxing.pages.desk.access.half import second
from tongxing.pages.desk.access.pages import sign_in
from tongxing.pages.desk.access.pages import sign_out
from tongxing.pages.desk.access.phones import enter
from tongxing.pages.desk.boards import figures
from tongxing.pages.desk.boards import find
from tongxing.pages.desk.boards import home
from tongxing.pages.desk.boards import matrix
from tongxing.pages.desk.boards import subjects
from tongxing.pages.desk.boards import tiers
from tongxing.pages.desk.picking import pick
from tongxing.pages.desk.regions import views as regions

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", sign_in, name="sign-in"),
    path("sign-in/second/", second, name="sign-in-second"),
    path("sign-out/", sign_out, name="sign-out"),
    path("phone/enter/", enter, name="phone-enter"),
    path("me/", include("tongxing.pages.desk.access.urls")),
    path("matrix/", matrix.matrix, name="matrix"),
    path("matrix/cell/", matrix.cell, name="matrix-cell"),
    path("places/<str:code>/", subjects.place, name="place"),
    path("units/<str:key>/", subjects.unit, name="unit"),
    path("teams/", tiers.tiers, name="tiers"),
    path("teams/<str:key>/", subjects.team, name="team"),
    path("pairings/<str:key>/", subjects.pairing, name="pairing"),
    path("figures/", figures.figure, name="figure"),
    path("regions/", regions.nation, name="nation"),
    path("regions/<str:code>/", regions.region, name="region"),
    path("find/", find.find, name="find"),
    path("pick/place/", pick.pick_place, name="pick-place"),
    # list, new, record …: app_name "ledger"
    path("ledger/", include("tongxing.pages.desk.records.urls")),
    path("evidence/", include("tongxing.pages.desk.evidence.urls")),
    path("plans/", include("tongxing.pages.desk.plans.urls")),
    path("exports/", include("tongxing.pages.desk.exports.urls")),
    path("manage/", include("tongxing.pages.desk.manage.urls")),
]
