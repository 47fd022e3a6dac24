"""Everything the loader refuses: each row a bad sample, the words that say so, and its mended twin."""

from __future__ import annotations

import pytest

from tests.rules.plan.texts import FILE
from tests.rules.plan.texts import PLAN
from tests.rules.plan.texts import plan
from tests.rules.plan.texts import sound
from tests.rules.plan.texts import wrong
from tongxing.rules.plan import read_edition
from tongxing.rules.plan import shipped_kinds

MONTHLY = 'cadence = { every = "month", times = 1 }'
QUARTERLY = 'cadence = { every = "quarter", times = 1 }'


def cadence(text: str) -> tuple[str, str]:
    return (MONTHLY, f"cadence = {{ {text} }}")


def visits(text: str) -> tuple[str, str]:
    return (QUARTERLY, f"cadence = {{ {text} }}")


# name, the key complained of, the rule, words of the complaint, bad swap, good swap (same place)
# fmt: off
ROWS = [
    ("schema", "schema", "", "数不对", ("schema    = 1", "schema = 2"), ("schema    = 1", "schema = 1")),
    ("id", "id", "", "不能作标识", ('"small-plan"', '"小方案"'), ('"small-plan"', '"plan-2"')),
    ("edition name", "edition", "", "版次写法不对", ('edition   = "2024"', 'edition = "第一版"'), ('edition   = "2024"', 'edition = "2024-2"')),
    ("owner missing", "owner", "C7", "缺这一项", ('owner     = "县委办"\n', ""), ('"县委办"', '"组织部"')),
    ("purpose blank", "purpose", "C7", "不能空白", ('"帮扶"', '" "'), ('"帮扶"', '"帮一把"')),
    ("title two lines", "title", "", "不能空白，也不能换行", ('"小方案"', '"小\\n方案"'), ('"小方案"', '"方案"')),
    ("title long", "title", "", "太长", ('"小方案"', f'''"{'长' * 201}"'''), ('"小方案"', f'''"{'长' * 200}"''')),
    ("title no text", "title", "", "要写文字", ('"小方案"', "5"), ('"小方案"', '"5"')),
    ("place", "place", "C12", "没有区划代码", ('"440981"', '"990981"'), ('"440981"', '"44"')),
    ("place of a town", "place", "C12", "没有区划代码", ('"440981"', '"440981122"'), ('"440981"', '"4409"')),
    ("no end", "effective.until", "C7", "缺这一项", (", until = 2026-01-01", ""), ("until = 2026-01-01", "until = 2027-01-01")),
    ("ends before", "effective.until", "", "止日不晚于起日", ("until = 2026-01-01", "until = 2023-01-01"), ("until = 2026-01-01", "until = 2025-01-01")),
    ("quoted day", "effective.from", "", "要写日期", ("from = 2024-01-01", 'from = "2024-01-01"'), ("from = 2024-01-01", "from = 2024-02-01")),
    ("moment", "effective.from", "", "要写日期", ("from = 2024-01-01", "from = 2024-01-01T08:00:00"), ("from = 2024-01-01", "from = 2024-02-01")),
    ("year", "effective.until", "", "年份不对", ("until = 2026-01-01", "until = 2926-01-01"), ("until = 2026-01-01", "until = 2026-02-01")),
    ("lock", "lock_days", "", "数不对", ("lock_days = 45", "lock_days = 0"), ("lock_days = 45", "lock_days = 1")),
    ("lock missing", "lock_days", "", "缺这一项", ("lock_days = 45\n", ""), ("lock_days = 45", "lock_days = 60")),
    ("lock true", "lock_days", "", "数不对", ("lock_days = 45", "lock_days = true"), ("lock_days = 45", "lock_days = 46")),
    ("key", "owners", "", "没有“owners”这一项", ("lock_days = 45", 'lock_days = 45\nowners = "甲"'), ("lock_days = 45", 'lock_days = 45\nbasis = "甲"')),
    ("key of no kin", "zzzz", "", "没有“zzzz”这一项", ("lock_days = 45", "lock_days = 45\nzzzz = 1"), ("lock_days = 45", "lock_days = 46")),
    ("week starts", "calendar.week_starts", "", "不能写“sunday”", ("lock_days = 45", 'lock_days = 45\ncalendar = { week_starts = "sunday" }'), ("lock_days = 45", 'lock_days = 45\ncalendar = { week_starts = "monday", workdays = "cn" }')),
    ("minutes of a kind", "minutes.honour", "", "没有本方案计入的记录种类", ("lock_days = 45", "lock_days = 45\nminutes = { honour = 5 }"), ("lock_days = 45", "lock_days = 45\nminutes = { labour-day = 5 }")),
    ("no table", "effective", "", "要写成一张表", ("effective = { from = 2024-01-01, until = 2026-01-01 }", "effective = 5"), ("until = 2026-01-01", "until = 2026-02-01")),
    # pairings
    ("actor", "pairing.unit-village.actor", "", "不能写“unit”", ('actor  = "organization"', 'actor = "unit"'), ('actor  = "organization"', 'actor = "team"')),
    ("roles", "pairing.unit-village.actor", "", "没有写结对的一方", ('actor  = "organization"', "actor = {}"), ('actor  = "organization"', "actor = { unit-member = 1 }")),
    ("role id", "pairing.unit-village.actor.甲", "", "不能作标识", ('actor  = "organization"', 'actor = { "甲" = 1 }'), ('actor  = "organization"', "actor = { unit-member = 2 }")),
    ("target", "pairing.unit-village.target", "", "不能写“city”", ('target = "village"', 'target = "city"'), ('target = "village"', 'target = "town"')),
    ("two targets", "pairing.unit-village.target", "", "对象只能写一类", ('target = "village"', "target = { village = {}, town = {} }"), ('target = "village"', "target = { village = {} }")),
    ("target range", "pairing.unit-village.target.village.max", "", "上限低于下限", ('target = "village"', "target = { village = { min = 3, max = 2 } }"), ('target = "village"', "target = { village = { min = 2, max = 3 } }")),
    ("pairing id", "pairing.Unit", "", "不能作标识", ("[duty.labour-day]", '[pairing.Unit]\ntitle = "甲"\nactor = "team"\ntarget = "town"\n[duty.labour-day]'), ("[duty.labour-day]", '[pairing.unit]\ntitle = "甲"\nactor = "team"\ntarget = "town"\n[duty.labour-day]')),
    # duties
    ("of", "duty.labour-day.of", "", "没有结对种类“unit-villages”", ('of      = "unit-village"', 'of = "unit-villages"'), ('of      = "unit-village"', 'of = "small-plan:unit-village"')),
    ("of elsewhere", "duty.labour-day.of", "", "不能作标识", ('of      = "unit-village"', 'of = "Other:x"'), ('of      = "unit-village"', 'of = "other-plan:hook"')),
    ("kind", "duty.labour-day.counts", "", "没有记录种类“labour-days”", ('counts  = ["labour-day"]', 'counts = ["labour-days"]'), ('counts  = ["labour-day"]', 'counts = ["planting"]')),
    ("system kind", "duty.labour-day.counts", "", "没有记录种类“pairing-opened”", ('counts  = ["labour-day"]', 'counts = ["pairing-opened"]'), ('counts  = ["labour-day"]', 'counts = ["survey"]')),
    ("kinds twice", "duty.labour-day.counts", "", "有重复的项", ('counts  = ["labour-day"]', 'counts = ["survey", "survey"]'), ('counts  = ["labour-day"]', 'counts = ["survey", "research"]')),
    ("no kinds", "duty.labour-day.counts", "", "不能为空", ('counts  = ["labour-day"]', "counts = []"), ('counts  = ["labour-day"]', 'counts = ["training"]')),
    ("kinds no list", "duty.labour-day.counts", "", "要写成一列文字", ('counts  = ["labour-day"]', 'counts = "labour-day"'), ('counts  = ["labour-day"]', 'counts = ["training"]')),
    ("kinds missing", "duty.labour-day.counts", "", "缺这一项", ('counts  = ["labour-day"]\n', ""), ('counts  = ["labour-day"]', 'counts = ["training"]')),
    ("duty title", "duty.labour-day.title", "C1", "签到", ('"集中劳动"', '"每日打卡"'), ('"集中劳动"', '"劳动"')),
    ("photo", "duty.labour-day.photos_min", "C4", "不得强制", ('clause  = "第一条"', 'clause = "第一条"\nphotos_min = 3'), ('"第一条"', '"第三条"')),
    ("evidence", "duty.labour-day.evidence", "C4", "不得强制", ('clause  = "第一条"', 'clause = "第一条"\nevidence = "required"'), ('"第一条"', '"第三条"')),
    ("no cadence", "duty.labour-day.cadence", "", "缺这一项", (MONTHLY + "\n", ""), cadence('every = "week", times = 1')),
    ("not_also self", "duty.labour-day.not_also", "", "不能排除自己", ('"第一条"', '"第一条"\nnot_also = ["labour-day"]'), ('"第一条"', '"三"')),
    ("not_also unknown", "duty.labour-day.not_also", "", "没有任务", ('"第一条"', '"第一条"\nnot_also = ["visit"]'), ('"第一条"', '"三"')),
    ("not_also elsewhere", "duty.labour-day.not_also", "", "不是同一种结对", ('"第一条"', '"第一条"\nnot_also = ["visits"]'), ('"第一条"', '"三"')),
    ("for", "duty.labour-day.for.Grade", "", "不能作标识", ('"第一条"', '"第一条"\nfor = { Grade = ["a"] }'), ('"第一条"', '"第一条"\nfor = { grade = ["monitored"] }')),
    ("partial", "duty.labour-day.partial", "", "不能写“full”", ('"第一条"', '"第一条"\npartial = "full"'), ('"第一条"', '"第一条"\npartial = "half"')),
    # cadences
    ("daily", "duty.labour-day.cadence.every", "C8", "周期短于一周", cadence('every = "day", times = 1'), cadence('every = "week", times = 1')),
    ("three days", "duty.visits.cadence.every", "C8", "周期短于一周", visits('every = "3 days", times = 1'), visits('every = "ten-days", times = 1')),
    ("every", "duty.labour-day.cadence.every", "", "没有“fortnight”", cadence('every = "fortnight", times = 1'), cadence('every = "2 weeks", times = 1')),
    ("every sign", "duty.labour-day.cadence.every", "", "没有“-1 week”", cadence('every = "-1 week", times = 1'), cadence('every = "1 week", times = 1')),
    ("many", "duty.labour-day.cadence.every", "", "倍数太大", cadence('every = "13 weeks", times = 1'), cadence('every = "12 weeks", times = 1')),
    ("times", "duty.labour-day.cadence.times", "", "缺这一项", cadence('every = "month"'), cadence('every = "month", times = 2')),
    ("times zero", "duty.labour-day.cadence.times", "", "数不对", cadence('every = "month", times = 0'), cadence('every = "month", times = 3')),
    ("both graces", "duty.labour-day.cadence.grace_workdays", "", "宽限既写了天数", cadence('every = "month", times = 1, grace_days = 1, grace_workdays = 1'), cadence('every = "month", times = 1, grace_workdays = 1')),
    ("on", "duty.labour-day.cadence.on", "", "只有一次性", cadence('every = "month", times = 1, on = 2024-12-31'), cadence('every = "once", times = 1, on = 2024-12-31')),
    ("on early", "duty.labour-day.cadence.on", "", "截止日早于", cadence('every = "once", times = 1, on = 2023-12-31'), cadence('every = "once", times = 1, on = 2024-01-01')),
    ("once by", "duty.labour-day.cadence.by", "", "不写by", cadence('every = "once", times = 1, on = 2024-12-31, by = { day = 3 }'), cadence('every = "once", times = 1, on = 2024-12-31')),
    ("two once", "duty.labour-day.cadence.every", "", "没有“2 once”", cadence('every = "2 once", times = 1'), cadence('every = "2 months", times = 1')),
    ("months", "duty.labour-day.cadence.only.months", "", "月份不对", cadence('every = "week", times = 1, only = { months = [13] }'), cadence('every = "week", times = 1, only = { months = [6, 7, 8, 9] }')),
    ("no months", "duty.labour-day.cadence.only.months", "", "月份不对", cadence('every = "week", times = 1, only = { months = [] }'), cadence('every = "week", times = 1, only = { months = [1] }')),
    ("weekday", "duty.labour-day.cadence.by.weekday", "", "不能写“friyay”", cadence('every = "week", times = 1, by = { weekday = "friyay" }'), cadence('every = "week", times = 1, by = { weekday = "friday" }')),
    ("by month", "duty.labour-day.cadence.by.month", "", "缺这一项", cadence('every = "quarter", times = 1, by = { day = 10 }'), cadence('every = "quarter", times = 1, by = { month = 1, day = 10 }')),
    ("by month high", "duty.labour-day.cadence.by.month", "", "数不对", cadence('every = "half-year", times = 1, by = { month = 7, day = 1 }'), cadence('every = "year", times = 1, by = { month = 7, day = 1 }')),
    ("by day", "duty.labour-day.cadence.by.day", "", "数不对", cadence('every = "ten-days", times = 1, by = { day = 12 }'), cadence('every = "month", times = 1, by = { day = 28 }')),
    ("at_least alone", "duty.labour-day.cadence.at_least", "", "只有按数量", cadence('every = "month", times = 1, at_least = 3'), cadence('every = "month", times = 3')),
    ("sum and times", "duty.labour-day.cadence.times", "", "只能选一种", cadence('every = "month", sum = "labour-day.people", at_least = 3, times = 1'), cadence('every = "month", sum = "labour-day.people", at_least = 3')),
    ("sum shape", "duty.labour-day.cadence.sum", "", "要写成“种类.字段”", cadence('every = "month", sum = "people", at_least = 3'), cadence('every = "month", sum = "labour-day.sites", at_least = 3')),
    ("sum field", "duty.labour-day.cadence.sum", "", "没有字段", cadence('every = "month", sum = "labour-day.peoples", at_least = 3'), cadence('every = "month", sum = "labour-day.people", at_least = 4')),
    ("sum of words", "duty.labour-day.cadence.sum", "", "不是数量", cadence('every = "month", sum = "labour-day.work", at_least = 3'), cadence('every = "month", sum = "labour-day.people", at_least = 5')),
    ("sum no least", "duty.labour-day.cadence.at_least", "", "缺这一项", cadence('every = "month", sum = "labour-day.people"'), cadence('every = "month", sum = "labour-day.people", at_least = 6')),
    ("sum zero", "duty.labour-day.cadence.at_least", "", "要大于零", cadence('every = "month", sum = "labour-day.people", at_least = 0'), cadence('every = "month", sum = "labour-day.people", at_least = 1')),
    ("sum broken", "duty.labour-day.cadence.at_least", "", "不小于零", cadence('every = "month", sum = "labour-day.people", at_least = 1.5'), cadence('every = "month", sum = "labour-day.people", at_least = "15人次"')),
    ("sum other kind", "duty.labour-day.counts", "", "counts却不是只有", cadence('every = "month", sum = "training.people", at_least = 3'), cadence('every = "month", sum = "labour-day.people", at_least = 7')),
    ("person hurried", "duty.visits.cadence", "C8", "不足三天", visits('every = "week", times = 1, by = { weekday = "tuesday" }'), visits('every = "week", times = 1, by = { weekday = "wednesday" }')),
    ("every empty", "duty.labour-day.cadence.every", "", "不能空白", cadence('every = "", times = 1'), cadence('every = "week", times = 1')),
    ("sum of no kind", "duty.labour-day.cadence.sum", "", "没有记录种类", cadence('every = "month", sum = "labour.people", at_least = 3'), cadence('every = "month", sum = "labour-day.people", at_least = 8')),
    # conditions
    ("role", "duty.labour-day.where.by_role", "", "不能作标识", ('"第一条"', '"第一条"\nwhere = { by_role = "组长" }'), ('"第一条"', '"第一条"\nwhere = { by_role = "leader" }')),
    ("within shape", "duty.labour-day.where.place_within", "", "区划代码不对", ('"第一条"', '"第一条"\nwhere = { place_within = "440981" }'), ('"第一条"', '"第一条"\nwhere = { place_within = "440981122000" }')),
    ("within elsewhere", "duty.labour-day.where.place_within", "", "不在方案所在地", ('"第一条"', '"第一条"\nwhere = { place_within = "440883103000" }'), ('"第一条"', '"第一条"\nwhere = { place_within = "440981104000" }')),
    ("field", "duty.labour-day.where.field.mode", "", "共有的字段", ('"第一条"', '"第一条"\nwhere = { field.mode = "buy" }'), ('"第一条"', '"第一条"\nwhere = { field.work = "clean" }')),
    ("choice", "duty.labour-day.where.field.work", "", "没有选项", ('"第一条"', '"第一条"\nwhere = { field.work = "cleaning" }'), ('"第一条"', '"第一条"\nwhere = { field.work = ["clean", "green"] }')),
    ("no choice", "duty.labour-day.where.field.work", "", "不能为空", ('"第一条"', '"第一条"\nwhere = { field.work = [] }'), ('"第一条"', '"第一条"\nwhere = { field.work = ["farm"] }')),
    ("choice no text", "duty.labour-day.where.field.work", "", "要写文字", ('"第一条"', '"第一条"\nwhere = { field.work = 3 }'), ('"第一条"', '"第一条"\nwhere = { field.work = "farm" }')),
    ("range of words", "duty.labour-day.where.field.work", "", "不能这样比", ('"第一条"', '"第一条"\nwhere = { field.work = { min = 1 } }'), ('"第一条"', '"第一条"\nwhere = { field.people = { min = 1 } }')),
    ("range empty", "duty.labour-day.where.field.people", "", "不能这样比", ('"第一条"', '"第一条"\nwhere = { field.people = {} }'), ('"第一条"', '"第一条"\nwhere = { field.people = { max = 9 } }')),
    ("range order", "duty.labour-day.where.field.people.min", "", "下限高于上限", ('"第一条"', '"第一条"\nwhere = { field.people = { min = 9, max = 8 } }'), ('"第一条"', '"第一条"\nwhere = { field.people = { min = 8, max = 9 } }')),
    ("where key", "duty.labour-day.where.by", "", "没有“by”这一项", ('"第一条"', '"第一条"\nwhere = { by = "leader" }'), ('"第一条"', '"第一条"\nwhere = { field.people = 30 }')),
    # indicators
    ("two forms", "indicator.x", "", "只写一种", ("[score]", '[indicator.x]\ntitle = "甲"\nsum = "purchase.amount"\ncount = "purchase"\n[score]'), ('sum   = "purchase.amount"', 'latest = "purchase.amount"')),
    ("likes", "indicator.bought.title", "C5", "点赞", ('"消费帮扶"', '"点赞数"'), ('"消费帮扶"', '"采购"')),
    ("online", "indicator.bought.title", "C3", "在线时长", ('"消费帮扶"', '"平台在线时长"'), ('"消费帮扶"', '"采购额"')),
    ("ratio where", "indicator.share.where", "", "比例不写条件", ('ratio = ["canteen", "bought"]', 'ratio = ["canteen", "bought"]\nwhere = { by_role = "leader" }'), ('ratio = ["canteen", "bought"]', 'ratio = ["bought", "canteen"]')),
    ("ratio of one", "indicator.share.ratio", "", "分子和分母", ('ratio = ["canteen", "bought"]', 'ratio = ["canteen"]'), ('ratio = ["canteen", "bought"]', 'ratio = ["bought", "canteen"]')),
    ("ratio of ratio", "indicator.share.ratio", "", "没有（非比例的）指标", ('ratio = ["canteen", "bought"]', 'ratio = ["canteen", "share"]'), ('ratio = ["canteen", "bought"]', 'ratio = ["bought", "canteen"]')),
    # score
    ("sum of points", "score.items", "", "与满分100不符", ('of = "duties", points = 70', 'of = "duties", points = 69.5'), ("max   = 100", "max = 100.0")),
    ("points fine", "score.items[1].points", "", "数不对", ('of = "duties", points = 70', 'of = "duties", points = 70.001'), ('of = "duties", points = 70', 'of = "duties", points = 70.00')),
    ("points missing", "score.items[1].points", "", "缺这一项", ('of = "duties", points = 70', 'of = "duties"'), ('of = "duties", points = 70', 'of = "duties", points = 70, floor = 0')),
    ("points text", "score.items[1].points", "", "要写数", ('of = "duties", points = 70', 'of = "duties", points = "70"'), ('of = "duties", points = 70', 'of = "duties", points = 70, floor = 10')),
    ("floor", "score.items[1].floor", "", "保底高于满分", ('of = "duties", points = 70', 'of = "duties", points = 70, floor = 71'), ('of = "duties", points = 70', 'of = "duties", points = 70, floor = 70')),
    ("weights", "score.items[1].weights.visit", "", "没有任务“visit”", ('of = "duties", points = 70', 'of = "duties", points = 70, weights = { visit = 2, visits = 1 }'), ('of = "duties", points = 70', 'of = "duties", points = 70, weights = { visits = 2 }')),
    ("no weight", "score.items[1].weights", "", "权重不能全是零", ('of = "duties", points = 70', 'of = "duties", points = 70, weights = { visits = 0 }'), ('of = "duties", points = 70', 'of = "duties", points = 70, weights = { visits = 0.5 }')),
    ("item twice", "score.items", "", "计了两次", ('of = "indicator.share", points = 10, full_at = "30%"', 'of = "indicator.bought", points = 10, full_at = "3元"'), ('full_at = "30%"', "full_at = 0.3")),
    ("item", "score.items[1].of", "", "没有计分项“dutys”", ('of = "duties"', 'of = "dutys"'), ('of = "duties"', 'of = "field-check"')),
    ("item of likes", "score.items[1].of", "C5", "点赞", ('of = "duties"', 'of = "likes"'), ('of = "duties"', 'of = "appraisal"')),
    ("indicator", "score.items[2].of", "", "没有指标“buy”", ('of = "indicator.bought"', 'of = "indicator.buy"'), ('of = "indicator.bought"', 'of = "indicator.canteen"')),
    ("full and steps", "score.items[2]", "", "只写一种", ('full_at = "5万元"', 'full_at = "5万元", steps = [["1万元", 20]]'), ('full_at = "5万元"', 'steps = [["1万元", 5], ["5万元", 20]]')),
    ("bare money", "score.items[2].full_at", "", "带单位", ('full_at = "5万元"', "full_at = 50000"), ('full_at = "5万元"', 'full_at = "50000元"')),
    ("money no yuan", "score.items[2].full_at", "", "要写明“元”", ('full_at = "5万元"', 'full_at = "5万"'), ('full_at = "5万元"', 'full_at = "6万元"')),
    ("about", "score.items[2].full_at", "", "准数", ('full_at = "5万元"', 'full_at = "约5万元"'), ('full_at = "5万元"', 'full_at = "6万元"')),
    ("no money", "score.items[2].full_at", "", "", ('full_at = "5万元"', 'full_at = "很多钱"'), ('full_at = "5万元"', 'full_at = "6万元"')),
    ("full zero", "score.items[2].full_at", "", "要大于零", ('full_at = "5万元"', 'full_at = "0元"'), ('full_at = "5万元"', 'full_at = "1元"')),
    ("percent", "score.items[3].full_at", "", "百分数不对", ('full_at = "30%"', 'full_at = "三成%"'), ('full_at = "30%"', 'full_at = "50%"')),
    ("steps shape", "score.items[2].steps", "", "分档写法不对", ('full_at = "5万元"', 'steps = [["1万元"]]'), ('full_at = "5万元"', 'steps = [["1万元", 20]]')),
    ("steps order", "score.items[2].steps", "", "从低到高", ('full_at = "5万元"', 'steps = [["5万元", 5], ["1万元", 20]]'), ('full_at = "5万元"', 'steps = [["1万元", 5], ["2万元", 20]]')),
    ("steps top", "score.items[2].steps", "", "与points不符", ('full_at = "5万元"', 'steps = [["5万元", 5]]'), ('full_at = "5万元"', 'steps = [["5万元", 20]]')),
    ("bonus cap", "score.items[4].cap", "C2", "要有上限", ("cap = 5, ", ""), ("cap = 5", "cap = 3")),
    ("bonus zero", "score.items[4].each", "", "不能是零", ("each = 1", "each = 0"), ("each = 1", "each = 0.5")),
    ("bonus key", "score.items[4].points", "", "没有“points”", ("each = 1", "each = 1, points = 3"), ("each = 1", "each = 2")),
    ("band order", "score.bands", "", "重叠或次序颠倒", ("from = 80", "from = 0"), ("from = 80", "from = 79.5")),
    ("band hole", "score.bands", "", "等次有空档", ('{ title = "差", from = 0 }', '{ title = "差", from = 10 }'), ("from = 80", "from = 100")),
    ("band high", "score.bands", "", "超过满分", ("from = 80", "from = 101"), ("from = 80", "from = 99")),
    ("quota band", "score.quota.band", "", "没有等次", ('quota = { band = "好"', 'quota = { band = "优"'), ("at_most = 0.2", 'at_most = 0.2, rounding = "up"')),
    ("quota last", "score.quota.band", "", "最低等次不能限额", ('quota = { band = "好"', 'quota = { band = "差"'), ("at_most = 0.2", 'at_most = 0.2, rounding = "half-up"')),
    ("quota share", "score.quota.at_most", "", "数不对", ("at_most = 0.2", "at_most = 1.2"), ("at_most = 0.2", "at_most = 1")),
    ("late", "score.late_counts_as", "", "数不对", ("max   = 100", "max = 100\nlate_counts_as = 2"), ("max   = 100", "max = 100\nlate_counts_as = 0.5")),
    ("veto", "score.veto[1].band", "", "没有等次", ("max   = 100", 'max = 100\nveto = [{ counts = ["finding"], band = "末" }]'), ("max   = 100", 'max = 100\nveto = [{ counts = ["finding"], band = "差" }]')),
    ("every score", "score.every", "", "不能写“month”", ('every = "year"\nmax', 'every = "month"\nmax'), ("max   = 100", "max = 100")),
    ("ranks of persons", "score.ranking.of", "C2", "不得对个人排名", ("max   = 100", 'max = 100\nranking = { of = "person", show = "ranks" }'), ("max   = 100", 'max = 100\nranking = { show = "none" }')),
    ("item empty", "score.items[1].of", "", "不能空白", ('of = "duties"', 'of = ""'), ('of = "duties"', 'of = "field-check"')),
    ("steps money", "score.items[2].steps", "", "带单位", ('full_at = "5万元"', "steps = [[10000, 20]]"), ('full_at = "5万元"', 'steps = [["10000元", 20]]')),
    # ladder
    ("talk by system", "ladder[2].issued_by", "C10", "不能由系统发出", ('step = "talk"', 'step = "talk"\nissued_by = "system"'), ('step = "talk"', 'step = "talk"\nissued_by = "person"')),
    ("grave by system", "ladder[1].issued_by", "C10", "不能由系统发出", ('step      = "remind"', 'step = "remind"\ntitle = "全县通报"'), ('step      = "remind"', 'step = "remind"\ntitle = "温馨提示"')),
    ("after", "ladder[2].when.after", "", "没有在前的步骤", ('after = "remind"', 'after = "talk"'), (', after = "remind"', "")),
    ("fewer", "ladder[2].when.missed_in_row", "", "比前一步", ("missed_in_row = 3", "missed_in_row = 1"), ("missed_in_row = 3", "missed_in_row = 2")),
    ("step twice", "ladder[2].step", "", "写了两次", ('step = "talk"\nwhen = { missed_in_row = 3, after = "remind" }', 'step = "remind"\nwhen = { missed_in_row = 3 }'), ("missed_in_row = 3", "missed_in_row = 4")),
    ("step untitled", "ladder[2].title", "", "缺这一项", ('step = "talk"', 'step = "letter"'), ('step = "talk"', 'step = "letter"\ntitle = "去函"')),
    ("no when", "ladder[2].when", "", "缺这一项", ('when = { missed_in_row = 3, after = "remind" }\n', ""), ("missed_in_row = 3", "missed_in_row = 5")),
]
# fmt: on


@pytest.mark.parametrize(
    ("key", "rule", "words", "bad"), [pytest.param(*row[1:5], id=row[0]) for row in ROWS]
)
def test_a_bad_plan_is_refused_with_its_address(key, rule, words, bad):
    problem = wrong(bad)
    assert problem.key == key
    assert problem.rule == rule
    assert words in problem.what
    assert problem.file == FILE
    assert problem.line is not None or "缺这一项" in problem.what
    said = problem.say()
    assert said.startswith(FILE)
    assert key in said


@pytest.mark.parametrize("good", [pytest.param(row[5], id=row[0]) for row in ROWS])
def test_its_mended_twin_is_read(good):
    assert sound(good).plan


def test_ranks_without_a_basis_are_refused():
    persons = ("[duty.visits]\n", '[duty.visits]\npartial = "none"\n')
    swap = ("max   = 100", 'max = 100\nranking = { show = "ranks" }')
    _, problems = plan(swap, persons, ('of      = "carer"', 'of = "unit-village"'))
    assert [(one.key, one.rule) for one in problems] == [("score.ranking.basis", "C2")]
    mended = ("max   = 100", 'max = 100\nranking = { show = "bands", basis = "某文件" }')
    assert sound(mended, ('of      = "carer"', 'of = "unit-village"')).score.ranking.show == "bands"


def test_ranks_where_persons_owe_the_duties_are_ranks_of_persons():
    problem = wrong(("max   = 100", 'max = 100\nranking = { show = "ranks", basis = "某文件" }'))
    assert problem.rule == "C2"
    assert "由个人承担" in problem.what


def test_the_line_of_an_error_is_the_line_a_clerk_would_look_at():
    assert wrong(('counts  = ["labour-day"]', 'counts  = ["x"]')).line == 25
    assert wrong(('full_at = "5万元"', "full_at = 5")).line == 54


def test_a_slip_is_answered_with_the_nearest_word():
    assert "owner" in wrong(("lock_days = 45", 'lock_days = 45\nowners = "甲"')).remedy
    assert "month" not in wrong(("lock_days = 45", "lock_days = 45\nzzzz = 1")).remedy


def test_several_errors_are_all_named_at_once():
    _, problems = plan(('"县委办"', '""'), ("lock_days = 45", "lock_days = 0"), ('"440981"', '"1"'))
    assert [one.key for one in problems] == ["owner", "place", "lock_days"]


def test_a_plan_that_asks_nothing():
    data = PLAN_HEAD
    edition, problems = read(data)
    assert edition is None
    assert "没有任务" in problems[0].what


def read(text):
    return read_edition(text.encode(), file=FILE, kinds=shipped_kinds())


PLAN_HEAD = """\
schema = 1
id = "empty"
edition = "2024"
title = "空"
authority = "甲"
owner = "乙"
purpose = "丙"
place = "44"
effective = { from = 2024-01-01, until = 2025-01-01 }
lock_days = 30
"""


def test_too_many_duties():
    more = "".join(
        f'\n[duty.d{n}]\ntitle="劳动"\nof="unit-village"\ncounts=["survey"]\nclause="一"\n{MONTHLY}\n'
        for n in range(60)
    )
    assert wrong(add=more).rule == "C7"


def test_too_many_steps():
    more = "".join(
        f'\n[[ladder]]\nstep = "s{n}"\ntitle = "步"\nwhen = {{ missed_in_row = 9 }}\n'
        for n in range(5)
    )
    assert wrong(add=more).what == "步骤太多"


def test_two_duties_leaving_each_other_out():
    twin = f'\n[duty.twin]\ntitle="劳动"\nof="unit-village"\ncounts=["survey"]\nclause="一"\nnot_also=["labour-day"]\n{MONTHLY}\n'
    assert sound(add=twin).duties["twin"].not_also == ("labour-day",)
    _, problems = plan(('"第一条"', '"第一条"\nnot_also = ["twin"]'), add=twin)
    assert len(problems) == 2
    assert "互相排除" in problems[0].what


def test_a_score_without_items():
    head, _, tail = PLAN.partition("[score]")
    _, problems = read(head + '[score]\nevery = "year"\nmax = 100\n')
    assert [one.what for one in problems] == ["没有计分项"]
    assert "ladder" in tail


def test_points_for_duties_need_duties():
    head = (
        PLAN_HEAD
        + '[score]\nevery="year"\nmax=100\nitems=[{ of="duties", points=100 }]\n[indicator.a]\ntitle="次"\ncount="survey"\n'
    )
    _, problems = read(head)
    assert "没有任务" in problems[0].what


def test_bands_may_not_share_a_title():
    assert (
        wrong(('{ title = "差"', '{ title = "好", from = 60 }, { title = "差"')).what
        == "等次名称重复"
    )


def test_unlike_parts_have_no_ratio():
    more = '\n[indicator.trees]\ntitle="树"\nsum="planting.trees"\n[indicator.odd]\ntitle="比"\nratio=["trees","bought"]\n'
    assert "不是同一类数量" in wrong(add=more).what


def test_a_count_of_no_kind():
    problem = wrong(add='\n[indicator.x]\ntitle = "次"\ncount = "surveys"\n')
    assert "survey" in problem.remedy


WARNINGS = [
    (cadence('every = "month", times = 1, grace_days = 50'), "宽限比锁定期"),
    (cadence('every = "week", times = 4'), "容易变成留痕"),
    (("until = 2026-01-01", "until = 2036-01-01"), "有效期超过"),
    (('clause  = "第一条"\n', ""), "没有写出自文件的哪一条"),
]


@pytest.mark.parametrize(("swap", "words"), WARNINGS)
def test_a_warning_does_not_refuse(swap, words):
    edition, problems = plan(swap)
    assert edition is not None
    assert [one.severity for one in problems] == ["warning"]
    assert words in problems[0].what


def test_a_condition_on_kinds_that_are_unknown_is_not_complained_of_twice():
    swap = ('counts  = ["labour-day"]', 'counts = ["xx"]\nwhere = { field.work = "clean" }')
    assert wrong(swap).key == "duty.labour-day.counts"


def test_a_condition_on_a_day():
    swap = ('counts  = ["labour-day"]', 'counts = ["finding"]\nwhere = { field.due = 2024-10-01 }')
    assert sound(swap).duties["labour-day"].where.fields[0].values == ("2024-10-01",)
