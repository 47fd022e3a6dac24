"""Codes from a phone, used once; recovery codes, used once; who may take a factor off."""

from __future__ import annotations

import base64
from datetime import datetime
from datetime import timedelta

import pytest
from django_otp.oath import hotp

from tests.records.cast import Cast
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import Locked
from tongxing.actions.errors import NoReason
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Unfitting
from tongxing.actions.errors import WrongCode
from tongxing.actions.passkeys import Ceremony
from tongxing.actions.second_factor import add_generator
from tongxing.actions.second_factor import add_passkey
from tongxing.actions.second_factor import check_passkey
from tongxing.actions.second_factor import check_second
from tongxing.actions.second_factor import drop_second
from tongxing.actions.second_factor import new_secret
from tongxing.actions.second_factor import remove_factor
from tongxing.actions.second_factor import renew_codes
from tongxing.records.accounts.models import RecoveryCode
from tongxing.records.accounts.models import SecondFactor
from tongxing.records.accounts.sealing import Unsealed
from tongxing.records.accounts.sealing import seal
from tongxing.records.accounts.sealing import unseal
from tongxing.records.audit.models import AuditRow

HALF_MINUTE = timedelta(seconds=30)
SECRET = new_secret()
SITE = Ceremony(b"challenge", "localhost", "http://localhost")


def code(at: datetime, secret: str = SECRET) -> str:
    return f"{hotp(base64.b32decode(secret), int(at.timestamp()) // 30):06d}"


def adds(crew: Cast, who: str = "swb", name: str = "") -> tuple[str, ...]:
    return add_generator(
        acting=crew.scope(who), at=crew.at, name=name, secret=SECRET, code=code(crew.at)
    )


def shows(crew: Cast, given: str, at: datetime) -> str:
    return check_second(at=at, account=crew.account("swb"), code=given)


def test_a_generator_shows_that_it_works_before_it_counts(crew: Cast) -> None:
    with pytest.raises(Invalid, match="验证码不对"):
        add_generator(acting=crew.scope("swb"), at=crew.at, name="", secret=SECRET, code="000000x")
    assert len(adds(crew)) == 10
    factor = SecondFactor.objects.get()
    assert factor.name == "手机动态口令"
    assert SECRET not in factor.secret
    assert adds(crew, name="第二部手机") == ()


@pytest.mark.parametrize(
    ("steps", "fits"), [(-2, False), (-1, False), (0, False), (1, True), (2, True), (3, False)]
)
def test_a_code_fits_its_half_minute_and_its_neighbours_and_never_an_earlier_one(
    crew: Cast, steps: int, fits: bool
) -> None:
    """The code of the moment it was added has been used; at one step later, 0 to 2 are near."""
    adds(crew)
    given = code(crew.at + steps * HALF_MINUTE)
    if fits:
        assert shows(crew, given, crew.at + HALF_MINUTE) == "totp"
        return
    with pytest.raises(WrongCode):
        shows(crew, given, crew.at + HALF_MINUTE)


def test_a_code_holds_once(crew: Cast) -> None:
    adds(crew)
    later = crew.at + 10 * HALF_MINUTE
    assert shows(crew, f" {code(later)[:3]} {code(later)[3:]}", later) == "totp"
    with pytest.raises(WrongCode):
        shows(crew, code(later), later)


def test_a_recovery_code_holds_once_however_it_is_typed(crew: Cast) -> None:
    first, second, *_ = adds(crew)
    assert shows(crew, first.upper().replace("-", " "), crew.at) == "recovery"
    with pytest.raises(WrongCode):
        shows(crew, first, crew.at)
    assert RecoveryCode.objects.filter(until=None).count() == 9
    assert AuditRow.objects.filter(verb="use-recovery-code").count() == 1
    assert not RecoveryCode.objects.filter(digest__contains=second.replace("-", "")).exists()


def test_other_recovery_codes_void_the_last_ten(crew: Cast) -> None:
    old = adds(crew)
    new = renew_codes(acting=crew.scope("swb"), at=crew.at)
    assert not set(old) & set(new)
    with pytest.raises(WrongCode):
        shows(crew, old[0], crew.at)
    assert shows(crew, new[0], crew.at) == "recovery"
    with pytest.raises(Unfitting, match="不需要备用码"):
        renew_codes(acting=crew.scope("zx"), at=crew.at)


def test_five_wrong_codes_lock_as_five_wrong_passwords_do(crew: Cast) -> None:
    spare, *_ = adds(crew)
    for _ in range(4):
        with pytest.raises(WrongCode):
            shows(crew, "123", crew.at)
    with pytest.raises(Locked):
        shows(crew, "123", crew.at)
    with pytest.raises(Locked):
        shows(crew, spare, crew.at)
    assert RecoveryCode.objects.filter(until=None).count() == 10  # not used up while locked


def test_somebody_elses_factor_is_not_mine(crew: Cast) -> None:
    adds(crew, "zx")
    with pytest.raises(WrongCode):
        shows(crew, code(crew.at + HALF_MINUTE), crew.at + HALF_MINUTE)
    with pytest.raises(NotFound):
        remove_factor(
            acting=crew.scope("swb"),
            at=crew.at,
            factor=SecondFactor.objects.get().pk,
            required=False,
        )


def test_the_last_one_stays_where_one_is_required(crew: Cast) -> None:
    adds(crew)
    adds(crew, name="另一部")
    first, last = SecondFactor.objects.order_by("pk")
    swb = crew.scope("swb")
    remove_factor(acting=swb, at=crew.at, factor=first.pk, required=True)
    with pytest.raises(Unfitting, match="先添加另一种"):
        remove_factor(acting=swb, at=crew.at, factor=last.pk, required=True)
    remove_factor(acting=swb, at=crew.at, factor=last.pk, required=False)
    assert not RecoveryCode.objects.filter(until=None).exists()
    assert set(SecondFactor.objects.values_list("secret", flat=True)) == {""}


def test_what_was_lost_is_taken_off_by_the_security_administrator(crew: Cast) -> None:
    adds(crew)
    before = crew.account("swb").get_session_auth_hash()
    for who in ("sysadmin", "office"):
        with pytest.raises(NotAllowed, match="安全管理员"):
            drop_second(acting=crew.scope(who), at=crew.at, username="swb", reason="遗失")
    with pytest.raises(NoReason):
        drop_second(acting=crew.scope("security"), at=crew.at, username="swb", reason="")
    drop_second(acting=crew.scope("security"), at=crew.at, username="swb", reason="手机遗失")
    assert not crew.account("swb").factors.filter(until=None).exists()
    assert crew.account("swb").get_session_auth_hash() != before
    with pytest.raises(Unfitting, match="没有第二重验证"):
        drop_second(acting=crew.scope("security"), at=crew.at, username="swb", reason="遗失")


def test_ones_own_is_not_taken_off_that_way(crew: Cast) -> None:
    adds(crew, "security")
    with pytest.raises(Unfitting, match="我的账号"):
        drop_second(acting=crew.scope("security"), at=crew.at, username="security", reason="遗失")


@pytest.mark.parametrize("name", ["长" * 31, "坏\n名"])
def test_a_factor_has_a_short_name(crew: Cast, name: str) -> None:
    with pytest.raises(Invalid, match="名称过长"):
        adds(crew, name=name)


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "nonsense", '{"id": 1}', '{"id": "a", "rawId": "a"}']
)
def test_what_no_passkey_said_is_nothing(crew: Cast, answer: str) -> None:
    with pytest.raises(Unfitting, match="没有收到有效的通行密钥"):
        add_passkey(acting=crew.scope("swb"), at=crew.at, name="", answer=answer, ceremony=SITE)
    with pytest.raises(WrongCode):
        check_passkey(at=crew.at, account=crew.account("swb"), answer=answer, ceremony=SITE)


def test_a_seal_holds_for_its_purpose_its_key_and_its_time(at: datetime, settings: object) -> None:
    sealed = seal("山河", "a", at)
    assert unseal(sealed, "a", at, 60) == "山河"
    assert "山河" not in sealed
    for purpose, moment, broken in (
        ("b", at, sealed),
        ("a", at + timedelta(seconds=61), sealed),
        ("a", at, sealed[:-4] + "AAA="),
        ("a", at, "坏"),
        ("a", at, ""),
    ):
        with pytest.raises(Unsealed):
            unseal(broken, purpose, moment, 60)
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]
    with pytest.raises(Unsealed):
        unseal(sealed, "a", at)
