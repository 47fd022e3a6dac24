"""Which pages answer where; each room of pages owns its own list."""

from __future__ import annotations

from django.urls import include
from django.urls import path

urlpatterns = [path("", include("tongxing.pages.desk.urls"))]
