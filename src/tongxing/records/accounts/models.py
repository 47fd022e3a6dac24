"""Accounts and their grants: role × scope (place, organization or team) × span."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.models import BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from tongxing.records.registry.models import Dated
from tongxing.records.registry.models import Person


class Accounts(BaseUserManager["Account"]):
    """Every account comes with its person, which whoever asks for it needs: one query, not two."""

    def get_queryset(self) -> models.QuerySet[Account]:
        return super().get_queryset().select_related("person")


class Account(AbstractBaseUser):
    """A way to sign in; who it is stands in `person`, what it may do in its grants.

    When somebody last signed in is not kept here (C3): only the audit knows.
    """

    last_login = None
    username = models.CharField("账号", max_length=40, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accounts")
    is_active = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=0)  # grows with every change of its grants
    home = models.CharField("管理地", max_length=12, blank=True)  # whose administrators keep it
    password_set = models.DateTimeField(null=True)  # when the password was last chosen
    must_change = models.BooleanField(default=False)  # chosen by an administrator: for once only
    epoch = models.PositiveIntegerField(default=0)  # a step further ends every open session

    USERNAME_FIELD = "username"
    objects = Accounts()

    def __str__(self) -> str:
        return self.username

    @property
    def party(self) -> str:
        """The account's person as a party id, as records name it."""
        return f"person:{self.person.key}"

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must carry to go on: another password or epoch ends it."""
        return mark_of(self.password, self.epoch, secret)


def mark_of(password: str, epoch: int, secret: str | None = None) -> str:
    """What everything opened by signing in carries: another password or epoch changes it."""
    value = f"{password}:{epoch}"
    return salted_hmac("tongxing.session", value, secret=secret, algorithm="sha256").hexdigest()


class Role(models.TextChoices):
    OFFICE = "office", "县专班"
    SUPERVISOR = "supervisor", "督导组"
    UNIT = "unit", "结对单位"
    TEAM = "team", "工作队"
    VILLAGE = "village", "村"
    SYSTEM = "system", "系统管理员"
    SECURITY = "security", "安全管理员"
    AUDITOR = "auditor", "审计管理员"


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


class UsedPassword(models.Model):
    """The hash of a password an account has had; only the last few are kept."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="used_passwords")
    encoded = models.CharField(max_length=128)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.account} {self.at:%Y-%m-%d}"


class Held(models.Model):
    """Something that holds from a moment until another."""

    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class SecondFactor(Held):
    """What an account shows beside its password: a code generator, or a passkey."""

    class Sort(models.TextChoices):
        TOTP = "totp", "动态口令"
        PASSKEY = "passkey", "通行密钥"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="factors")
    sort = models.CharField(max_length=8, choices=Sort)
    name = models.CharField("名称", max_length=30)
    secret = models.TextField()  # a generator's secret, sealed; a passkey's public key
    credential = models.CharField(max_length=1400, blank=True)  # a passkey's id
    counter = models.BigIntegerField(default=0)  # the last time step or signature count accepted

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("credential",),
                condition=~Q(credential="") & Q(until=None),
                name="passkey_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account} {self.name}"


class RecoveryCode(Held):
    """One of ten codes on paper, for when the second factor is lost; `until` once used."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="recovery_codes")
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.account} {self.since:%Y-%m-%d}"


class PhoneKey(Held):
    """A phone that may hand in records of an account, by a key only its digest is kept of.

    `mark` is the account's `mark_of` when the key was given: it ends with the password, the
    epoch or `until`, whichever comes first. When a phone was last used is not kept (C3).
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="phones")
    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField("名称", max_length=30)
    mark = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.account} {self.name}"
