"""Which passwords will do, each rule with one that breaks it and one that just keeps it."""

from __future__ import annotations

import pytest

from tongxing.records.accounts import passwords
from tongxing.records.accounts.passwords import faults
from tongxing.records.accounts.passwords import one_time_password

NAMES = ("lin-ye-ju", "市林业局联络员", "高州市林业局", "高州市", "茂名市", "根子镇")


@pytest.mark.parametrize(
    "password",
    [
        "rensheng-2025",
        "Shan9-he",
        "山河无恙-Abc9",
        "xK4!vrTq",
        "demo-a5fef-tx-4705e",
        "Qdek-357-ihmk-864",
    ],
)
def test_these_will_do(password: str) -> None:
    assert faults(password, names=NAMES) == []


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("Sh9-hew", "长度应为8到128位"),
        ("Aa1-" + "xk4v" * 32, "长度应为8到128位"),
        ("shanhe-wuyang", "至少要有三种"),
        ("shanhe20258", "至少要有三种"),
        ("SHANHE-WUYANG", "至少要有三种"),
        ("Password1!", "常见密码"),
        ("P@ssw0rd", "常见密码"),
        ("Iloveyou123!", "常见密码"),
        ("1qaz@WSX", "键盘上相邻"),
        ("Qwer1234!", "键盘上相邻"),
        ("Asdfghjkl1!", "键盘上相邻"),
        ("!@#$%^&*Aa1", "键盘上相邻"),
        ("aaaaBBBB1111", "键盘上相邻"),
        ("Abcd-4321-9", "键盘上相邻"),
        ("Gaozhou2025", "不要用账号、姓名"),
        ("gaozhoushi@2026", "不要用账号、姓名"),
        ("G@0zhou#2025", "不要用账号、姓名"),
        ("Maoming-0668", "不要用账号、姓名"),
        ("Genzi_525200", "不要用账号、姓名"),
        ("LinYeJu-2025", "不要用账号、姓名"),
        ("高州市林业局-2025A", ""),
        ("Dangjian@2025", "不要用账号、姓名"),
        ("Gzslyj-2025", "不要用账号、姓名"),
        ("shan\0he-W9", "不能识别"),
    ],
)
def test_these_will_not(password: str, why: str) -> None:
    found = faults(password, names=NAMES)
    assert (why in "；".join(found)) if why else found == []


def test_an_administrator_needs_twelve() -> None:
    assert faults("Shan9-he-wu", administrator=True) == ["长度应为12到128位"]
    assert faults("Shan9-he-wuy", administrator=True) == []
    assert faults("Shan9-he-wu") == []


def test_every_fault_is_told_at_once() -> None:
    assert len(faults("1111", names=NAMES)) >= 3


def test_a_one_time_password_keeps_the_rules_and_never_comes_twice() -> None:
    drawn = {one_time_password() for _ in range(200)}
    assert len(drawn) == 200
    for one in drawn:
        assert faults(one, administrator=True) == []
        assert not set(one) & set("lI1oO0")


def test_a_weak_draw_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    signs = iter("aaaaaaaa222222mkqrvwxt357864")
    monkeypatch.setattr(passwords.secrets, "choice", lambda _: next(signs))
    assert one_time_password() == "Mkqr-357-vwxt-864"
