"""Accounts and their grants: role × scope (place, organization or team) × span."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.models import BaseUserManager
from django.db import models
from django.db.models import Q

from tongxing.records.registry.models import Dated
from tongxing.records.registry.models import Person


class Account(AbstractBaseUser):
    """A way to sign in; who it is stands in `person`, what it may do in its grants."""

    username = models.CharField("账号", max_length=40, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accounts")
    is_active = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=0)  # grows with every change of its grants

    USERNAME_FIELD = "username"
    objects = BaseUserManager["Account"]()

    def __str__(self) -> str:
        return self.username

    @property
    def party(self) -> str:
        """The account's person as a party id, as records name it."""
        return f"person:{self.person.key}"


class Role(models.TextChoices):
    OFFICE = "office", "县专班"
    SUPERVISOR = "supervisor", "督导组"
    UNIT = "unit", "结对单位"
    TEAM = "team", "工作队"
    VILLAGE = "village", "村"
    AUDITOR = "auditor", "审计"


class Grant(Dated):
    """A role within exactly one scope: a place (and all in it), an organization or a team."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=12, choices=Role)
    place = models.CharField(max_length=12, blank=True)
    party = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(place="") ^ Q(party=""), name="grant_one_scope"),
        )

    def __str__(self) -> str:
        return f"{self.account} {self.role} {self.place or self.party}"
