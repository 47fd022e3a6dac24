"""What phone and desk must read alike: `amounts.json`, and random texts to compare at length.

`python -m tests.rules.quantities.vectors` writes the file anew from the room itself; the
phone's port (frontend/field/said/amounts.ts) is held against it by amounts.test.ts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from tests.rules.quantities.figures import FIELDS
from tests.rules.quantities.figures import WORDS
from tongxing.rules.quantities import QuantityError
from tongxing.rules.quantities import parse
from tongxing.rules.quantities import say

FILE = Path(__file__).with_name("amounts.json")
DRAWN = 200
SEED = 20260305
MONEY = """
70多万|70多万元|近3万|1.2亿|三千多块钱|三千五百多|两千块|一万二|三千来块|140余万元|2,000余万元|两万三
5000元|0|零元|0.01元|0.5万|3元5角|三块五|三块半|半块钱|五毛钱|5角2分|人民币叁仟元整|￥3,000.50|７０多万元
一共三千五百多块。|差不多两万块钱|三千块不到|五百块出头|五百元有余|万把块钱|近百元|超百万元|过亿元|上万元|3w|1.5W
总共有1.5w元|约70多万元左右|不超过5万元|至少5万元|70万元上下|十几万元|百余元|万余元|七十来万|3万亿元|一百二十五万
30,00元|3 000元|三四千|近30余万|500美元|几十万|多万元|万元|共百元|-5|负5元|3.005元|9999999999亿|1万50|三万半|3.5元5角
3元55|三百五百|一万万|二〇二五|几千块|三千多五百|钱|元|块|5毛|三十块零五分|两三百块|壹佰贰拾元|4千5|八千八|九百九
"""
COUNTS = """
562人次|562|500余人次|6000余|1.2万人次|三千多|二十五|30多个|30多件|5户多|1千5|三十来个人|二十口人|十多号人
俩人|仨人|上百人|百把人|百来人|三十人出头|起码20户人家|少说20户|三趟|五个点位|一百多棵树苗，|仅3个小时|共50人往上
近1000棵|8名|8位|15日|半天|两户半|1.5户|三百把人|几十户|三四十户|3-5户|若干户|约|户|左右|。|５０户|十来户|二十户左右
不足100户|一百零五人|两百来人|一百五|百|千人|百人以上|-3户|30个|30个人|30名|30处|30株|12场次|7场|18项|2条|1批|3个村
"""
AREAS = """
14300亩|1.43万亩|26.2平方公里|3公顷|500㎡|200平米|15亩|16000余亩|半亩|两亩半|30亩地|两亩三分地|三分地|120平|一公顷半
2.5 km²|100|100亩|0.00001亩|2.5亩3分|3公顷2分|亩半|半|近万亩|约100亩|上千亩|三亩多|五亩不到|12.5亩左右|一分地|1平方公里
"""
NUMBERS = """
85%|85|-3.5%|负三点五|约-3.5|3.1416|0.12345|1200千瓦|12千米|半吨|一吨半|500公斤|--5|-约5|30元|八十五点五|零点五|十二点五分
"""
ASKED = {
    "money": (MONEY, ["", "万元", "美元"]),
    "count": (COUNTS, ["", "人次", "人", "户", "件", "处", "株", "万人次"]),
    "area": (AREAS, ["", "亩", "公顷", "平方公里", "丈"]),
    "number": (NUMBERS, ["", "%", "千瓦", "吨", "分"]),
}
# Said beside what WORDS holds; everything a person or a keyboard may put into an amount.
MORE = ["半", "俩", "w", "个人", "棵", "上", "过", "共", "一共", "不到", "出头", "把", "来", "。"]
MORE += ["分地", "地", "平", "日", "人", "株", "万元", "亿元", "斤", "公斤", "吨", "分钟", "🌱"]


def outcome(text: str, type_: str, unit: str) -> dict[str, Any]:
    """What an amount is read as, or why it is refused; whole numbers as text, for any reader."""
    asked = {"text": text, "type": type_, "unit": unit}
    try:
        found = parse(text, type=type_, unit=unit)
    except QuantityError as error:
        return {**asked, "at": error.at, "say": error.say()}
    kept = {"value": str(found.value), "kept": found.unit, "approx": found.approx}
    return {**asked, **kept, "say": say(found)}


def asked() -> Iterator[tuple[str, str, str]]:
    """Amounts chosen by hand, each in several fields."""
    for type_, (texts, units) in ASKED.items():
        for n, text in enumerate(texts.strip().replace("\n", "|").split("|")):
            yield text, type_, ""
            yield text, type_, units[1 + n % (len(units) - 1)]


def drawn(random: Random, count: int) -> Iterator[tuple[str, str, str]]:
    """Texts put together at random from what stands in amounts."""
    for _ in range(count):
        words = random.choices([*WORDS, *MORE], k=random.randint(1, 7))
        yield "".join(words), *random.choice(FIELDS)


def cases() -> list[dict[str, Any]]:
    """Everything in `amounts.json`, in its order."""
    return [outcome(*one) for one in (*asked(), *drawn(Random(SEED), DRAWN))]


def dumped(found: list[dict[str, Any]]) -> str:
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in found)
    return f"[\n{lines}\n]\n"


if __name__ == "__main__":
    FILE.write_text(dumped(cases()), encoding="utf-8")
