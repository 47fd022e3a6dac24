"""Addresses of photos and files, under `desk:evidence:`."""

from __future__ import annotations

from django.urls import path

from tongxing.pages.desk.evidence import serving

app_name = "evidence"
urlpatterns = [
    path("<uuid:record_id>/<str:key>/", serving.file, name="file"),
    path("<uuid:record_id>/<str:key>/small/", serving.small, name="small"),
]
