"""A small named cast used by every test that needs a database.

高州市 with two towns and three villages; four units, a resident team, a village; an office,
a supervisor and an auditor; and the office of 廉江市, to whom all this is foreign. 市委办 and 市政协 are paired with 柏桥村, 市林业局 with 荷垌村,
市妇联 with nobody; the team sits in 根子镇.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Model

from tongxing.actions.draft import Doer
from tongxing.actions.draft import Draft
from tongxing.actions.keep_accounts import create_account
from tongxing.actions.keep_accounts import grant_role
from tongxing.actions.keep_registry import add_households
from tongxing.actions.keep_registry import add_organizations
from tongxing.actions.keep_registry import add_people
from tongxing.actions.keep_registry import add_places
from tongxing.actions.keep_registry import add_team_units
from tongxing.actions.keep_registry import add_teams
from tongxing.actions.known import local_day
from tongxing.actions.open_book import open_book
from tongxing.actions.open_pairing import open_pairing
from tongxing.records.accounts.access import Scope
from tongxing.records.accounts.access import everything
from tongxing.records.accounts.models import Account
from tongxing.records.accounts.queries import scope_of
from tongxing.records.ledger.ids import new_id
from tongxing.records.pairings.queries import scope_with_pairings
from tongxing.records.registry.models import Household
from tongxing.records.registry.models import Organization
from tongxing.records.registry.models import Person
from tongxing.records.registry.models import Place
from tongxing.records.registry.models import Team
from tongxing.records.registry.models import TeamUnit

BEGIN = date(2024, 9, 1)
LONG_AGO = date(2020, 1, 1)
BOOK = "440981"
COUNTY, NEIGHBOUR = "440981000000", "440881000000"
GENZI, CAOJIANG = "440981104000", "440981124000"
BAIQIAO, YUANBA, HETONG = "440981104209", "440981104210", "440981124201"
PLACES = (
    (COUNTY, "高州市", "county"),
    (GENZI, "根子镇", "town"),
    (BAIQIAO, "柏桥村", "village"),
    (YUANBA, "元坝村", "village"),
    (CAOJIANG, "曹江镇", "town"),
    (HETONG, "荷垌村", "village"),
    (NEIGHBOUR, "廉江市", "county"),
)
OFFICE_ORG, SWB, ZX, LYJ, FL = "org:zhuanban", "org:swb", "org:zx", "org:lyj", "org:fl"
ORGANIZATIONS = (
    ("zhuanban", "高州市结对共建工作专班", "县专班"),
    ("swb", "中共高州市委办公室", "市委办"),
    ("zx", "高州市政协", "市政协"),
    ("lyj", "高州市林业局", "市林业局"),
    ("fl", "高州市妇女联合会", "市妇联"),
)
TEAM = "team:genzi"
HOUSEHOLD = "household:bq-001"
KIND = "gaozhou-pairing:unit-village"
PASSWORD = "rensheng-2025"
PHONES = {"swb": "15400000101", "lyj": "15400000102", "team": "15400000103"}  # of no real number

# account: (person's title, organization, role, place, party)
ACCOUNTS: Mapping[str, tuple[str, str, str, str, str]] = {
    "office": ("专班经办人", "zhuanban", "office", COUNTY, ""),
    "supervisor": ("督导组成员", "zhuanban", "supervisor", COUNTY, ""),
    "auditor": ("审计员", "zhuanban", "auditor", COUNTY, ""),
    "sysadmin": ("系统管理员", "zhuanban", "system", COUNTY, ""),
    "security": ("安全管理员", "zhuanban", "security", COUNTY, ""),
    "swb": ("市委办联络员", "swb", "unit", "", SWB),
    "zx": ("市政协联络员", "zx", "unit", "", ZX),
    "lyj": ("市林业局联络员", "lyj", "unit", "", LYJ),
    "fl": ("市妇联联络员", "fl", "unit", "", FL),
    "team": ("工作队员", "swb", "team", "", TEAM),
    "village": ("柏桥村党总支书记", "", "village", BAIQIAO, ""),
    "neighbour": ("廉江专班经办人", "", "office", NEIGHBOUR, ""),  # another county's office
}
AWAY = frozenset({"lyj", "fl", "neighbour", "sysadmin", "security"})  # who see nothing of 柏桥村


ACCOUNT_ROWS = f"""SELECT account.*, person.* FROM {Account._meta.db_table} account
JOIN {Person._meta.db_table} person ON person.id = account.person_id WHERE username = %s"""
Values = tuple[list[str], list[object]]  # names of a row's fields, and what is in them
_known_rows: dict[tuple[object, ...], tuple[Values, Values]] = {}  # what Django made of rows


def _values(row: Model) -> Values:
    names = [field.attname for field in row._meta.concrete_fields]
    return names, [getattr(row, name) for name in names]


@dataclass(frozen=True)
class Cast:
    """The people and pairings of the small county."""

    at: datetime
    pairings: Mapping[str, UUID]  # "swb", "zx", "lyj", "team" -> the pairing's key

    def account(self, name: str) -> Account:
        """An account with its person, as the database has them now."""
        with connection.cursor() as cursor:
            cursor.execute(ACCOUNT_ROWS, [name])
            found = cursor.fetchone()
        known = _known_rows.get(found)
        if known is None:  # Django puts its question together anew each time: half a millisecond
            account = Account.objects.get(username=name)
            _known_rows[found] = _values(account), _values(account.person)
            return account
        account = Account.from_db("default", *known[0])
        account.person = Person.from_db("default", *known[1])
        return account

    def scope(self, name: str, on: date | None = None) -> Scope:
        """What somebody of the cast sees and may do, pairings included."""
        day = on or local_day(self.at)
        return scope_with_pairings(scope_of(self.account(name), day), day)

    def draft(self, **changes: object) -> Draft:
        """A labour day of 市委办 in 柏桥村, two days ago; `changes` alter it."""
        given: dict[str, object] = {
            "id": new_id(self.at),
            "kind": "labour-day",
            "doers": (Doer(SWB),),
            "place": BAIQIAO,
            "happened": date(2025, 3, 10),
            "values": {"people": "三十多人次"},
            "text": "清理村道两侧杂物",
        }
        return Draft(**given | changes)  # type: ignore[arg-type]


def cast(at: datetime) -> Cast:
    """Put the cast into an empty database, as of a moment after 1 September 2024."""
    acting = everything()
    _registry(acting, at)
    for name, (_, _, role, place, party) in ACCOUNTS.items():
        create_account(
            acting=acting, at=at, username=name, password=PASSWORD, person=f"person:{name}",
            home=NEIGHBOUR if place == NEIGHBOUR else COUNTY,
        )  # fmt: skip
        grant_role(
            acting=acting, at=at, account=name, role=role, since=LONG_AGO, place=place, party=party
        )
    pairs = {"swb": (SWB, BAIQIAO), "zx": (ZX, BAIQIAO), "lyj": (LYJ, HETONG)}
    keys = {name: new_id(at) for name in (*pairs, "team")}
    for name, (party, place) in pairs.items():
        open_pairing(
            acting=acting, at=at, id=keys[name], kind=KIND,
            actors=(Doer(party),), place=place, since=BEGIN,
        )  # fmt: skip
    open_pairing(
        acting=acting, at=at, id=keys["team"], kind="resident-team:team-town",
        actors=(Doer(TEAM),), place=GENZI, since=BEGIN,
    )  # fmt: skip
    return Cast(at, keys)


def _registry(acting: Scope, at: datetime) -> None:
    add_places(
        acting=acting, at=at,
        places=[Place(code=c, name=n, level=lv, since=LONG_AGO) for c, n, lv in PLACES],
    )  # fmt: skip
    open_book(acting=acting, at=at, code=BOOK, name="高州市")
    orgs = add_organizations(
        acting=acting, at=at,
        organizations=[
            Organization(key=k, name=n, short=s, sort="unit", home=COUNTY, since=LONG_AGO)
            for k, n, s in ORGANIZATIONS
        ],
    )  # fmt: skip
    by_key = {org.key: org for org in orgs}
    add_people(
        acting=acting, at=at,
        people=[
            Person(key=key, name=name, organization=by_key.get(org), since=LONG_AGO,
                   phone=PHONES.get(key, ""))
            for key, (name, org, *_) in ACCOUNTS.items()
        ],
    )  # fmt: skip
    (team,) = add_teams(
        acting=acting, at=at,
        teams=[Team(key="genzi", name="驻根子镇工作队", short="根子工作队", tier="town",
                    place=GENZI, size=8, since=LONG_AGO)],
    )  # fmt: skip
    add_team_units(
        acting=acting, at=at,
        units=[TeamUnit(team=team, organization=by_key["swb"], role="lead", since=LONG_AGO)],
    )  # fmt: skip
    add_households(
        acting=acting, at=at,
        households=[Household(key="bq-001", place=BAIQIAO, label="BQ-001", since=LONG_AGO)],
    )  # fmt: skip
