"""The one place that says who may see and do what.

A `Scope` is what an account's grants come to on one day. Rooms above turn it into query
filters with `sees` / `seen_by`; actions ask `may`. Nothing else decides access.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import replace
from typing import Literal

Verb = Literal[
    "append",  # write down what one's own party did
    "append-for",  # write it down for any party within the scope
    "assess",  # write, correct and withdraw what others are judged by (checks, findings)
    "correct",
    "withdraw",
    "return",
    "accept",
    "settle",
    "manage",  # pairings, waivers, editions, attributes, registry
    "redact",  # erase what the law says must go; the county office answers for its book
    "audit",
    "reveal",  # read somebody's phone number whole, with a reason and an audit row
    "see-accounts",  # who has an account and which grants
    "open-accounts",  # open one; it may do nothing yet
    "keep-accounts",  # close and reopen, reset passwords, unlock
    "grant-local",  # give and end the grants of units, teams and villages
    "keep-grants",  # give and end any grant; take off a second factor that was lost
]

VERBS: dict[str, frozenset[Verb]] = {
    "office": frozenset(
        {
            "append",
            "append-for",
            "assess",
            "correct",
            "withdraw",
            "return",
            "accept",
            "settle",
            "manage",
            "redact",
            "reveal",
            "see-accounts",
            "open-accounts",
            "grant-local",
        }
    ),
    "supervisor": frozenset({"assess"}),
    "unit": frozenset({"append", "correct", "withdraw", "reveal"}),
    "team": frozenset({"append", "correct", "withdraw", "reveal"}),
    "village": frozenset({"append", "append-for", "correct", "withdraw", "reveal"}),
    "system": frozenset({"see-accounts", "open-accounts", "keep-accounts"}),
    "security": frozenset({"see-accounts", "keep-grants"}),
    "auditor": frozenset({"audit", "see-accounts"}),
}

# The three administrators are different people (等保 level 3): who opens accounts does not say
# what they may do, and who watches both does neither.
ADMINISTRATORS = frozenset({"system", "security", "auditor"})
BLIND = frozenset({"system", "security"})  # a grant that shows no record
PROVINCE_DIGITS = 2  # of a place code
LOCAL = frozenset({"unit", "team", "village"})  # what a county office gives out itself


def apart(one: str, other: str, *, one_account: bool) -> bool:
    """Whether two roles may not come together.

    One person is at most one of the three administrators, and none of them is also the office;
    an account that administers does nothing else.
    """
    both = {one, other}
    administering = both & ADMINISTRATORS
    if len(both) == 1 or not administering:
        return False
    return one_account or len(administering) > 1 or "office" in both


def giving(role: str) -> tuple[Verb, ...]:
    """The verbs of which one is enough to give or end a grant of `role`."""
    return ("grant-local", "keep-grants") if role in LOCAL else ("keep-grants",)


def needs_second(roles: Iterable[str], policy: str) -> bool:
    """Whether somebody with these roles must show a second factor.

    `policy` is none, administrators, office (and the administrators) or all.
    """
    held = set(roles)
    if policy == "all":
        return bool(held)
    if policy == "office":
        return not held.isdisjoint(ADMINISTRATORS | {"office"})
    return policy == "administrators" and not held.isdisjoint(ADMINISTRATORS)


# What a phone's own key opens: writing down and mending, nothing that decides about others.
PHONE_VERBS: frozenset[Verb] = frozenset({"append", "append-for", "assess", "correct"})


def may_carry(roles: Iterable[str]) -> bool:
    """Whether an account with these roles may enrol a phone: who administers may not."""
    held = set(roles)
    return bool(held) and held.isdisjoint(ADMINISTRATORS)


MENDS: frozenset[Verb] = frozenset({"correct", "withdraw"})


def writing(*, assesses: bool) -> tuple[Verb, ...]:
    """The verbs of which one is enough to write a kind down."""
    return ("assess",) if assesses else ("append", "append-for")


def mending(verb: Verb, *, assesses: bool, settles: bool = False) -> Verb:
    """The verb needed to do `verb` on a record: nobody mends what he is judged by.

    Nor does anybody but who may settle a conflict mend what settled one.
    """
    if verb not in MENDS:
        return verb
    if settles:
        return "settle"
    return "assess" if assesses else verb


@dataclass(frozen=True, slots=True)
class Scope:
    """What one account may see and do on one day.

    `places` are code prefixes without trailing zero groups ("440981", "440981104",
    "440981104203"): all that happened there is seen. `parties` are seen wherever they act.
    `verbs_in` says which verbs hold in which of these places, `verbs_of` for which parties
    wherever they act, `verbs_there` for which parties within which place only.
    `person` is the party id ("person:KEY") under which it writes.
    `units` are the organizations and teams it acts for; pairings widen it by them.
    """

    account: str
    person: str
    places: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    verbs_in: frozenset[tuple[Verb, str]] = frozenset()
    verbs_of: frozenset[tuple[Verb, str]] = frozenset()
    verbs_there: frozenset[tuple[Verb, str, str]] = frozenset()
    units: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    revision: int = 0

    def sees_place(self, code: str) -> bool:
        return any(code.startswith(prefix) for prefix in self.places)

    def sees(self, *, place: str, parties: Iterable[str]) -> bool:
        """Whether something at `place` done by `parties` is in view."""
        return self.sees_place(place) or not self.parties.isdisjoint(parties)

    def spans_provinces(self) -> bool:
        """Whether whole provinces are seen, and more than one: then the nation's page is there.

        No place code stands for the whole country: who answers for it is given its provinces.
        """
        return "" in self.places or sum(len(one) <= PROVINCE_DIGITS for one in self.places) > 1

    def may(self, verb: Verb, *, place: str, parties: Iterable[str]) -> bool:
        """Whether `verb` is allowed on something at `place` done by `parties`."""
        if any(v == verb and place.startswith(prefix) for v, prefix in self.verbs_in):
            return True
        acting = set(parties)
        if any(v == verb and party in acting for v, party in self.verbs_of):
            return True
        return any(
            v == verb and party in acting and place.startswith(prefix)
            for v, party, prefix in self.verbs_there
        )

    def may_reveal(self, places: Iterable[str], parties: Iterable[str]) -> bool:
        """Whether the phone of somebody who belongs to these places and parties may be read.

        The office reads its county's, everybody else those of their own unit, team or village.
        """
        acting = frozenset(parties)
        return any(self.may("reveal", place=one, parties=acting) for one in places or {"-"})

    def where(self, verb: Verb) -> frozenset[str]:
        """The code prefixes of the places in which `verb` is allowed."""
        return frozenset(prefix for one, prefix in self.verbs_in if one == verb)

    def on_phone(self) -> Scope:
        """The same sight with the few verbs a phone's key opens."""
        return replace(
            self,
            verbs_in=frozenset(one for one in self.verbs_in if one[0] in PHONE_VERBS),
            verbs_of=frozenset(one for one in self.verbs_of if one[0] in PHONE_VERBS),
            verbs_there=frozenset(one for one in self.verbs_there if one[0] in PHONE_VERBS),
        )

    def may_anywhere(self, verb: Verb) -> bool:
        """Whether `verb` is allowed on anything at all: offers a form, decides nothing."""
        given = (*self.verbs_in, *self.verbs_of, *self.verbs_there)
        return any(one[0] == verb for one in given)


def everything(person: str = "person:system") -> Scope:
    """The scope of set-up commands and the demo: sees and may do all."""
    return Scope(
        account="",
        person=person,
        places=frozenset({""}),
        verbs_in=frozenset((verb, "") for verbs in VERBS.values() for verb in verbs),
    )
