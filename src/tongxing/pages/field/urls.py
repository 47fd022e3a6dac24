"""The phone page's addresses, under /phone/; its service worker rules over what lies below."""

from __future__ import annotations

from django.urls import path

from tongxing.pages.field import views

app_name = "field"
urlpatterns = [
    path("", views.shell, name="shell"),
    path("sw.js", views.worker, name="worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
]
