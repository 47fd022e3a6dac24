"""Places, organizations, people, teams, households: who and where, with from and until.

Others refer to these by **code** or **party id**, never by row id: a place by its 12-digit
code, a party as `org:KEY`, `team:KEY` or `person:KEY`, so a ledger can be read without them.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F
from django.db.models import Q


class Dated(models.Model):
    """Something that holds from a day until (not including) another."""

    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)

    class Meta:
        abstract = True


class Place(Dated):
    """A place under one name for one span; a rename is a further row with the same code.

    A merge ends a place and names its `successor`; records dated before stay where they were.
    """

    class Level(models.TextChoices):
        PROVINCE = "province", "省"
        CITY = "city", "市"
        COUNTY = "county", "县"
        TOWN = "town", "镇"
        VILLAGE = "village", "村"

    code = models.CharField("统计用区划代码", max_length=12)  # found by code and since
    name = models.CharField("名称", max_length=60)
    level = models.CharField("层级", max_length=8, choices=Level)
    basis = models.CharField("设立或更名依据", max_length=120, blank=True)
    successor = models.CharField("并入", max_length=12, blank=True)  # a code, once ended
    end_basis = models.CharField("终止依据", max_length=120, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("code", "since"), name="place_code_since"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="place_span"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}（{self.code}）"


class Organization(Dated):
    """A unit, enterprise, cooperative or association; `key` is the KEY of `org:KEY`."""

    class Sort(models.TextChoices):
        UNIT = "unit", "机关事业单位"
        ENTERPRISE = "enterprise", "企业"
        COOPERATIVE = "cooperative", "合作社"
        ASSOCIATION = "association", "社会组织"
        COMMITTEE = "committee", "村（社区）组织"

    key = models.CharField(max_length=64, unique=True)
    name = models.CharField("名称", max_length=80)
    short = models.CharField("简称", max_length=30, blank=True)
    sort = models.CharField("性质", max_length=12, choices=Sort)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    home = models.CharField("所在地", max_length=12, blank=True)
    keeper = models.CharField("登记地", max_length=12, blank=True)  # whose office keeps the entry
    illustrative = models.BooleanField("演示", default=False)

    def __str__(self) -> str:
        return self.short or self.name

    @property
    def kept_at(self) -> str:
        """The place whose office keeps this entry: where it is at home, unless another does.

        A unit of a distant city that sends a team is kept by the county it helps.
        """
        return self.keeper or self.home


class FormerName(Dated):
    """What an organization was called until a day; its row carries the present name."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="former_names"
    )
    name = models.CharField("曾用名", max_length=80)
    short = models.CharField("简称", max_length=30, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organization", "since"), name="former_name_since"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="former_name_span"),
        )

    def __str__(self) -> str:
        return self.short or self.name


class Person(Dated):
    """Somebody by office, not by private data; `key` is the KEY of `person:KEY`."""

    key = models.CharField(max_length=64, unique=True)
    name = models.CharField("称呼", max_length=40)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )
    post = models.CharField("职务", max_length=60, blank=True)
    phone = models.CharField("联系电话", max_length=20, blank=True)  # shown whole by `reveal` only
    illustrative = models.BooleanField("演示", default=False)

    def __str__(self) -> str:
        return self.name


class FormerPost(Dated):
    """Where a person served, and as what, until a day; its row carries the present post."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="former_posts")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="former_people"
    )
    post = models.CharField("职务", max_length=60, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "since"), name="former_post_since"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="former_post_span"),
        )

    def __str__(self) -> str:
        return self.post


class Team(Dated):
    """A resident team, a county work group or a command; `key` is the KEY of `team:KEY`."""

    class Tier(models.TextChoices):
        TOWN = "town", "驻镇工作队"
        COUNTY = "county", "县工作组"
        CITY = "city", "指挥部"

    key = models.CharField(max_length=64, unique=True)
    name = models.CharField("名称", max_length=80)
    short = models.CharField("简称", max_length=30, blank=True)
    tier = models.CharField("层级", max_length=8, choices=Tier)
    place = models.CharField("派驻地", max_length=12)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    size = models.PositiveSmallIntegerField("人数", default=0)
    party_branch = models.CharField("临时党支部", max_length=80, blank=True)
    branch_approved_by = models.CharField("批准单位", max_length=80, blank=True)
    branch_approved_on = models.DateField("批准日期", null=True, blank=True)

    def __str__(self) -> str:
        return self.short or self.name


class TeamUnit(Dated):
    """A unit that sends a team: one lead unit, several members."""

    class Role(models.TextChoices):
        LEAD = "lead", "牵头单位"
        MEMBER = "member", "成员单位"

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="units")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="teams")
    role = models.CharField("角色", max_length=8, choices=Role)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("team", "organization", "since"), name="team_unit"),
            models.UniqueConstraint(
                fields=("team",), condition=Q(role="lead", until__isnull=True), name="one_lead_unit"
            ),
        )

    def __str__(self) -> str:
        return f"{self.team}·{self.organization}"


class TeamMember(Dated):
    """Somebody who serves in a team, in one role from a day until another."""

    class Role(models.TextChoices):
        LEADER = "leader", "队长"
        DEPUTY = "deputy", "副队长"
        MEMBER = "member", "队员"
        SECRETARY = "secretary", "驻村第一书记"

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="teams")
    role = models.CharField("角色", max_length=12, choices=Role)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("team", "person", "since"), name="team_member"),
            models.UniqueConstraint(
                fields=("team",), condition=Q(role="leader", until__isnull=True), name="one_leader"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}·{self.get_role_display()}"


class Household(Dated):
    """A household under a number only: no names, no personal data (S10)."""

    key = models.CharField(max_length=64, unique=True)
    place = models.CharField("村", max_length=12, db_index=True)
    label = models.CharField("编号", max_length=20)

    def __str__(self) -> str:
        return self.label


class Revision(models.Model):
    """How often the registry was changed: what shows names from it depends on this number."""

    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)
