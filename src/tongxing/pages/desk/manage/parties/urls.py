"""Addresses of 单位、人员、工作队、农户编号, under `desk:manage:`."""

from __future__ import annotations

from django.urls import path

from tongxing.pages.desk.manage.parties import attributes
from tongxing.pages.desk.manage.parties import households
from tongxing.pages.desk.manage.parties import organizations
from tongxing.pages.desk.manage.parties import organizations_write
from tongxing.pages.desk.manage.parties import people
from tongxing.pages.desk.manage.parties import people_write
from tongxing.pages.desk.manage.parties import teams
from tongxing.pages.desk.manage.parties import teams_write

ORG, WHO, TEAM = "organizations/<str:key>/", "people/<str:key>/", "teams/<str:key>/"
urlpatterns = [
    path("organizations/", organizations.organizations, name="organizations"),
    path("organizations/new/", organizations_write.new, name="organization-new"),
    path(ORG, organizations.organization, name="organization"),
    path(f"{ORG}correct/", organizations_write.correct, name="organization-correct"),
    path(f"{ORG}rename/", organizations_write.rename, name="organization-rename"),
    path(f"{ORG}end/", organizations_write.end, name="organization-end"),
    path("people/", people.people, name="people"),
    path("people/new/", people_write.new, name="person-new"),
    path(WHO, people.person, name="person"),
    path(f"{WHO}phone/", people.phone, name="person-phone"),
    path(f"{WHO}correct/", people_write.correct, name="person-correct"),
    path(f"{WHO}move/", people_write.move, name="person-move"),
    path(f"{WHO}end/", people_write.end, name="person-end"),
    path("teams/", teams.teams, name="teams"),
    path("teams/new/", teams_write.new, name="team-new"),
    path(TEAM, teams.team, name="team"),
    path(f"{TEAM}correct/", teams_write.correct, name="team-correct"),
    path(f"{TEAM}end/", teams_write.end, name="team-end"),
    path(f"{TEAM}units/new/", teams_write.unit, name="team-unit"),
    path(f"{TEAM}members/new/", teams_write.member, name="team-member"),
    path(f"{TEAM}<str:sort>/<str:who>/leave/", teams_write.leave, name="team-leave"),
    path("households/", households.households, name="households"),
    path("households/new/", households.new, name="household-new"),
    path("households/<str:code>/", households.village, name="village-households"),
    path("households/<str:code>/end/", households.end, name="household-end"),
    path("households/<str:code>/attributes/", attributes.households, name="household-attributes"),
    path("attributes/", attributes.places, name="place-attributes"),
]
