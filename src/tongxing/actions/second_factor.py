"""The second factor: one-time codes, passkeys, and recovery codes on paper."""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django_otp.oath import hotp

from tongxing.actions.change_password import own_account
from tongxing.actions.close_account import kept_account
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Problem
from tongxing.actions.errors import Unfitting
from tongxing.actions.errors import WrongCode
from tongxing.actions.passkeys import Ceremony
from tongxing.actions.passkeys import Unverified
from tongxing.actions.passkeys import made
from tongxing.actions.passkeys import shown_count
from tongxing.actions.sign_in import judged
from tongxing.actions.sign_in import refuse_locked
from tongxing.actions.sign_in import subject_of
from tongxing.actions.system_record import reason_given
from tongxing.records.accounts import operations as accounts
from tongxing.records.accounts.access import Scope
from tongxing.records.accounts.models import Account
from tongxing.records.accounts.models import SecondFactor
from tongxing.records.accounts.passwords import DIGITS
from tongxing.records.accounts.passwords import LETTERS
from tongxing.records.accounts.sealing import Unsealed
from tongxing.records.accounts.sealing import digest
from tongxing.records.accounts.sealing import seal
from tongxing.records.accounts.sealing import unseal
from tongxing.records.audit import operations as audit

STEP_SECONDS = 30
CODE_DIGITS = 6
CODES = 10
LONGEST_NAME = 30
WRONG = "验证码不对，或已经用过"


def new_secret() -> str:
    """A generator's secret as authenticators read it: 32 letters and digits."""
    return base64.b32encode(secrets.token_bytes(20)).decode("ascii")


def check_second(*, at: datetime, account: Account, code: str) -> str:
    """Which factor a code belongs to, "totp" or "recovery"; it is used up. Or WrongCode, Locked."""
    refuse_locked(subject_of(account), at)

    def look() -> str:
        by = _used_up(account, code, at)
        if by == "recovery":
            _audit(account.party, at, "use-recovery-code", account)
        return by

    return _judged(at, account, look)


def check_passkey(*, at: datetime, account: Account, answer: str, ceremony: Ceremony) -> str:
    """Answer "passkey" when a key of the account signed the challenge; else WrongCode, Locked."""
    refuse_locked(subject_of(account), at)
    keys = account.factors.filter(sort=SecondFactor.Sort.PASSKEY, until=None)
    try:
        key, count = shown_count(list(keys), answer, ceremony)
    except Unverified:
        return _judged(at, account, lambda: "")
    return _judged(at, account, lambda: "passkey" if _counted_on(key, count) else "")


def _judged(at: datetime, account: Account, look: Callable[[], str]) -> str:
    by = judged(at=at, account=account, subject=subject_of(account), look=look)
    if not by:
        raise WrongCode(WRONG)
    return by


def _used_up(account: Account, code: str, at: datetime) -> str:
    plain = "".join(code.split()).replace("-", "").lower()
    if plain.isascii() and plain.isdigit():
        generators = account.factors.filter(sort=SecondFactor.Sort.TOTP, until=None)
        return "totp" if any(_accepts(one, plain, at) for one in generators) else ""
    return "recovery" if accounts.use_code(account, digest(plain, "recovery"), at) else ""


def _accepts(factor: SecondFactor, code: str, at: datetime) -> bool:
    """A code of this half minute or its neighbours, and later than any accepted before.

    A secret sealed under another key (a backup restored without it) fits no code.
    """
    try:
        step = _step_of(unseal(factor.secret, "totp", at), code, at)
    except Unsealed:
        return False
    return step is not None and accounts.count_factor(factor, step)


def _step_of(secret: str, code: str, at: datetime) -> int | None:
    """The time step whose code this is, none when it is no code of now."""
    if not code.isascii():
        return None
    key, now = base64.b32decode(secret), int(at.timestamp()) // STEP_SECONDS
    for step in (now, now - 1, now + 1):
        if hmac.compare_digest(f"{hotp(key, step):0{CODE_DIGITS}d}", code):
            return step
    return None


def _counted_on(key: SecondFactor, count: int) -> bool:
    """Most passkeys do not count (0 for ever); one that does must have counted on."""
    return count == 0 == key.counter or accounts.count_factor(key, count)


@transaction.atomic
def add_generator(
    *, acting: Scope, at: datetime, name: str, secret: str, code: str
) -> tuple[str, ...]:
    """A code generator that has shown it works; recovery codes with the first factor, else ()."""
    account = own_account(acting)
    step = _step_of(secret, "".join(code.split()), at)
    if step is None:
        said = Problem("code", "验证码不对", "请核对手机时间后输入新的六位数")
        raise Invalid(problems=[said])
    factor = SecondFactor(
        account=account, sort=SecondFactor.Sort.TOTP, name=_named(name, "手机动态口令"),
        secret=seal(secret, "totp", at), counter=step, since=at,
    )  # fmt: skip
    return _added(acting, at, account, factor)


@transaction.atomic
def add_passkey(
    *, acting: Scope, at: datetime, name: str, answer: str, ceremony: Ceremony
) -> tuple[str, ...]:
    """A passkey; recovery codes with the first factor, else ()."""
    account = own_account(acting)
    try:
        credential, public, count = made(answer, ceremony)
    except Unverified:
        raise Unfitting("没有收到有效的通行密钥，未作登记，请重试") from None
    if SecondFactor.objects.filter(credential=credential, until=None).exists():
        raise Unfitting("这个通行密钥已经登记过")
    factor = SecondFactor(
        account=account, sort=SecondFactor.Sort.PASSKEY, name=_named(name, "通行密钥"),
        secret=public, credential=credential, counter=count, since=at,
    )  # fmt: skip
    return _added(acting, at, account, factor)


def _named(name: str, otherwise: str) -> str:
    if len(name.strip()) > LONGEST_NAME or not name.isprintable():
        raise Invalid(problems=[Problem("name", "名称过长或有不能识别的字符", "请缩短")])
    return name.strip() or otherwise


def _added(acting: Scope, at: datetime, account: Account, factor: SecondFactor) -> tuple[str, ...]:
    first = not account.factors.filter(until=None).exists()
    accounts.add_factor(factor)
    _note(acting, at, "add-second-factor", account, {"sort": factor.sort, "name": factor.name})
    return _codes(account, at) if first else ()


@transaction.atomic
def renew_codes(*, acting: Scope, at: datetime) -> tuple[str, ...]:
    """Ten other recovery codes; those left of the last ten are void."""
    account = own_account(acting)
    if not account.factors.filter(until=None).exists():
        raise Unfitting("还没有第二重验证，不需要备用码")
    _note(acting, at, "renew-recovery-codes", account)
    return _codes(account, at)


def _codes(account: Account, at: datetime) -> tuple[str, ...]:
    drawn = tuple(
        "-".join("".join(secrets.choice(LETTERS + DIGITS) for _ in range(5)) for _ in range(2))
        for _ in range(CODES)
    )
    accounts.renew_codes(account, [digest(one.replace("-", ""), "recovery") for one in drawn], at)
    return drawn


@transaction.atomic
def remove_factor(*, acting: Scope, at: datetime, factor: int, required: bool) -> None:
    """Take one's own factor off; the last one not while somebody in this post needs one."""
    account = own_account(acting)
    held = {one.pk: one for one in account.factors.filter(until=None)}
    if factor not in held:
        raise NotFound("没有这项第二重验证")
    if required and len(held) == 1:
        raise Unfitting("您的岗位须有第二重验证，请先添加另一种，再删除这一种")
    gone = held[factor]
    _note(acting, at, "remove-second-factor", account, {"sort": gone.sort, "name": gone.name})
    accounts.end_factors([gone], at)
    if len(held) == 1:
        accounts.renew_codes(account, (), at)


@transaction.atomic
def drop_second(*, acting: Scope, at: datetime, username: str, reason: str) -> None:
    """Take off what somebody lost, by the security administrator; their sessions end."""
    account = kept_account(acting, username, "keep-grants")
    held = list(account.factors.filter(until=None))
    if not held:
        raise Unfitting("这个账号没有第二重验证")
    if account.username == acting.account:
        raise Unfitting("自己的第二重验证请在“我的账号”中办理")
    said = reason_given(reason, "解除原因")
    _note(acting, at, "drop-second-factor", account, {"reason": said})
    accounts.end_factors(held, at)
    accounts.renew_codes(account, (), at)
    accounts.end_sessions(account)


def _note(
    acting: Scope, at: datetime, verb: str, account: Account, detail: dict[str, str] | None = None
) -> None:
    _audit(acting.person, at, verb, account, detail)


def _audit(
    who: str, at: datetime, verb: str, account: Account, detail: dict[str, str] | None = None
) -> None:
    audit.note(
        at=at, who=who, verb=verb, subject=subject_of(account), detail=detail, place=account.home
    )
