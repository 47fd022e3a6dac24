"""Addresses of 地名, under `desk:manage:places:`."""

from __future__ import annotations

from django.urls import path

from tongxing.pages.desk.manage.places import changing
from tongxing.pages.desk.manage.places import looking

app_name = "places"
urlpatterns = [
    path("", looking.places, name="list"),
    path("add/", changing.add, name="add"),
    path("<str:code>/", looking.place, name="one"),
    path("<str:code>/rename/", changing.rename, name="rename"),
    path("<str:code>/merge/", changing.merge, name="merge"),
    path("<str:code>/abolish/", changing.abolish, name="abolish"),
]
