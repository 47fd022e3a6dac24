"""Addresses of 管理 › 账号, under `desk:manage:accounts:`."""

from __future__ import annotations

from django.urls import path

from tongxing.pages.desk.manage.accounts import granting
from tongxing.pages.desk.manage.accounts import listing
from tongxing.pages.desk.manage.accounts import opening
from tongxing.pages.desk.manage.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", listing.listing, name="list"),
    path("new/", opening.new, name="new"),
    path("grants/<int:grant>/end/", granting.end, name="end-grant"),
    path("name/<str:username>/", views.account, name="account"),
    path("name/<str:username>/grant/", granting.give, name="grant"),
    path("name/<str:username>/close/", views.close, name="close"),
    path("name/<str:username>/reopen/", views.reopen, name="reopen"),
    path("name/<str:username>/reset/", views.reset, name="reset"),
    path("name/<str:username>/unlock/", views.unlock, name="unlock"),
    path("name/<str:username>/end-phone/", views.end_phone, name="end-phone"),
    path("name/<str:username>/drop-second/", views.drop, name="drop-second"),
]
