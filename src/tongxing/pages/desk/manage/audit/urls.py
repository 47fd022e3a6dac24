"""Addresses of the audit."""

from __future__ import annotations

from django.urls import path

from tongxing.pages.desk.manage.audit import views

urlpatterns = [
    path("", views.audit, name="audit"),
    path("export/", views.export, name="audit-export"),
]
