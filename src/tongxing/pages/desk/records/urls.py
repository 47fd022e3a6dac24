"""Addresses of 台账 and 录入, under `desk:ledger:`."""

from __future__ import annotations

from django.urls import path

from tongxing.pages.desk.records import views_files
from tongxing.pages.desk.records import views_grid
from tongxing.pages.desk.records import views_list
from tongxing.pages.desk.records import views_mend
from tongxing.pages.desk.records import views_new
from tongxing.pages.desk.records import views_notes
from tongxing.pages.desk.records import views_record
from tongxing.pages.desk.records import views_redact
from tongxing.pages.desk.records import views_unsent

app_name = "ledger"
urlpatterns = [
    path("", views_list.ledger, name="list"),
    path("new/", views_new.new, name="new"),
    path("new/doers/", views_new.doers, name="new-doers"),
    path("new/readback/", views_new.readback, name="readback"),
    path("new/grid/", views_grid.grid, name="grid"),
    path("new/unsent/", views_unsent.start, name="unsent"),
    path("new/unsent/<str:name>/", views_unsent.check, name="unsent-check"),
    path("<uuid:record_id>/", views_record.record, name="record"),
    path("<uuid:record_id>/correct/", views_mend.correct, name="correct"),
    path("<uuid:record_id>/settle/", views_mend.settle, name="settle"),
    path("<uuid:record_id>/withdraw/", views_notes.withdraw, name="withdraw"),
    path("<uuid:record_id>/return/", views_notes.give_back, name="return"),
    path("<uuid:record_id>/accept/", views_notes.accept, name="accept"),
    path("<uuid:record_id>/redact/", views_redact.redact, name="redact"),
    path("<uuid:record_id>/files/add/", views_files.add, name="files-add"),
    path("<uuid:record_id>/files/withdraw/", views_files.withdraw, name="files-withdraw"),
    path("<uuid:record_id>/files/give-up/", views_files.give_up, name="files-give-up"),
    path("<uuid:record_id>/files/redact/", views_files.redact, name="files-redact"),
]
