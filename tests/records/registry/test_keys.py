"""Keys of new entries: readable, of no person's name, never taken twice."""

from __future__ import annotations

from tongxing.records.registry.keys import key_of
from tongxing.records.registry.keys import numbered


def test_a_key_tells_the_county_and_the_letters_of_the_name() -> None:
    assert key_of("440981000000", "高州市林业局", ()) == "440981-gzslyj"
    assert key_of("440981104209", "供销社2店（甲）", ()) == "440981-gxs2dj"


def test_a_name_without_letters_has_a_key_all_the_same() -> None:
    assert key_of("440981000000", "（）", ()) == "440981-x"


def test_a_taken_key_gets_the_next_number() -> None:
    taken = {"440981-gzslyj", "440981-gzslyj-2"}
    assert key_of("440981000000", "高州市林业局", taken) == "440981-gzslyj-3"
    assert numbered("440981-gzslyj-p", ()) == "440981-gzslyj-p-2"
