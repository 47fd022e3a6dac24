"""Names of places as people say and write them."""

from __future__ import annotations

from tongxing.rules.characters import normal

LONG_STEM = 3
# What may be left out at the end of a name: 柏桥 for 柏桥村, 根子 for 根子镇.
ENDINGS = ("村", "社区", "镇", "乡", "街道", "县", "市", "区", "省", "嘎查")


def short_name(name: str) -> str:
    """The name as people say it: committees become the village or community they run."""
    for ending in ("村民委员会", "村委会"):
        if stem := _stem(name, ending):
            named = stem.endswith("村") and len(stem) >= LONG_STEM  # 岳家庄村 + 村委会
            return stem if named else f"{stem}村"
    for ending in ("居民委员会", "居委会"):
        if stem := _stem(name, ending):
            return stem if stem.endswith("社区") else f"{stem}社区"
    for ending in ("委员会", "委会"):
        if name.endswith(f"嘎查{ending}"):
            return name.removesuffix(ending)
    return name


def _stem(name: str, ending: str) -> str:
    """What stands before an ending; "" when the name does not end so."""
    return name.removesuffix(ending) if name.endswith(ending) else ""


def plain(text: str) -> str:
    """What somebody typed as names are compared: no spaces, no marks, half-width, short."""
    folded = normal(text, "NFKC").lower()
    return short_name("".join(char for char in folded if char.isalnum()))


def full_names(text: str) -> tuple[str, ...]:
    """The names somebody may mean who typed `text`: itself, or with an ending left out."""
    return (text, *(text + ending for ending in ENDINGS if not text.endswith(ending)))
