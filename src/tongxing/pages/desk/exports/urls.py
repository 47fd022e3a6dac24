"""Addresses of what can be taken away, under `desk:exports:`."""

from __future__ import annotations

from django.urls import path

from tongxing.pages.desk.exports import ledger
from tongxing.pages.desk.exports import matrix
from tongxing.pages.desk.exports import mine

app_name = "exports"
urlpatterns = [
    path("matrix/", matrix.matrix, name="matrix"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("mine/", mine.home, name="home"),
    path("mine/take/", mine.take, name="mine"),
]
