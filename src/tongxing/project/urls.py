"""Which pages answer where; each room of pages owns its own list."""

from __future__ import annotations

from django.urls import include
from django.urls import path

from tongxing.pages.api.phone.api import api

urlpatterns = [
    path("api/phone/", api.urls),
    path("phone/", include("tongxing.pages.field.urls")),
    path("", include("tongxing.pages.desk.urls")),
]

handler403 = "tongxing.pages.desk.errors.forbidden"
handler404 = "tongxing.pages.desk.errors.not_found"
handler500 = "tongxing.pages.desk.errors.broken"
