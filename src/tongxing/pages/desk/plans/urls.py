"""Addresses of 方案, under `desk:plans:`."""

from __future__ import annotations

from django.urls import path

from tongxing.pages.desk.plans import views_draft
from tongxing.pages.desk.plans import views_read
from tongxing.pages.desk.plans import views_steps
from tongxing.pages.desk.plans import views_waivers

app_name = "plans"
urlpatterns = [
    path("", views_read.editions, name="list"),
    path("schema/", views_read.schema_file, name="schema"),
    path("editions/<slug:plan>/<str:edition>/", views_read.edition, name="edition"),
    path("editions/<slug:plan>/<str:edition>/text/", views_read.text, name="text"),
    path("scores/<slug:plan>/", views_read.scores, name="scores"),
    path("burden/", views_read.burden, name="burden"),
    path("draft/", views_draft.upload, name="new"),
    path("draft/<str:name>/<str:examples>/", views_draft.draft, name="draft"),
    path("draft/<str:name>/<str:examples>/trial/", views_draft.try_it, name="trial"),
    path("draft/<str:name>/<str:examples>/put/", views_draft.put, name="put"),
    path("steps/", views_steps.steps, name="steps"),
    path("steps/<uuid:pairing>/decide/", views_steps.decide, name="decide"),
    path("steps/<uuid:pairing>/reply/", views_steps.reply, name="reply"),
    path("waivers/", views_waivers.waivers, name="waivers"),
    path("waivers/for/<uuid:pairing>/", views_waivers.ask, name="waive"),
    path("waivers/<uuid:proposal>/answer/", views_waivers.answer, name="answer"),
    path("waivers/<uuid:waiver>/end/", views_waivers.end, name="end-waiver"),
]
