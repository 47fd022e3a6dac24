import assert from "node:assert/strict";
import { test } from "node:test";

import { dayIn } from "./dates_said.ts";

const TODAY = "2026-03-11"; // a Wednesday

function said(sentence: string, today = TODAY): string | null {
  return dayIn(sentence, today)?.day ?? null;
}

test("days near today", () => {
  assert.equal(said("今天上午清了河边的杂草"), "2026-03-11");
  assert.equal(said("昨天去看望了两户"), "2026-03-10");
  assert.equal(said("昨晚的夜校来了不少人"), "2026-03-10");
  assert.equal(said("前天开了会"), "2026-03-09");
  assert.equal(said("大前天种的树"), "2026-03-08");
  assert.equal(said("三天前到户里走了一遍"), "2026-03-08");
  assert.equal(said("10天以前订的货"), "2026-03-01");
});

test("weekdays are the last there were", () => {
  assert.equal(said("周一例会"), "2026-03-09");
  assert.equal(said("星期三上门"), "2026-03-11");
  assert.equal(said("周五组织了劳动"), "2026-03-06");
  assert.equal(said("上周五组织了劳动"), "2026-03-06");
  assert.equal(said("上上周日下村"), "2026-03-01");
  assert.equal(said("上个星期天下村"), "2026-03-08");
  assert.equal(said("本周二走访"), "2026-03-10");
  assert.equal(said("这周五要去"), null); // has not come yet
  assert.equal(said("周末办的集市"), "2026-03-07");
});

test("dates by number, in digits and in words", () => {
  assert.equal(said("3月5日植树"), "2026-03-05");
  assert.equal(said("三月五号植树"), "2026-03-05");
  assert.equal(said("十二月二十一号送的年货"), "2025-12-21");
  assert.equal(said("12月30日开的联席会"), "2025-12-30"); // the last one there was
  assert.equal(said("去年3月5日"), "2025-03-05");
  assert.equal(said("2025年11月2日的货款"), "2025-11-02");
  assert.equal(said("2026-02-28 结清"), "2026-02-28");
  assert.equal(said("2026/3/1结清"), "2026-03-01");
  assert.equal(said("上个月28号"), "2026-02-28");
  assert.equal(said("上月31日"), null); // February has none
  assert.equal(said("本月2号"), "2026-03-02");
  assert.equal(said("5号到村"), "2026-03-05");
  assert.equal(said("二十号送去的种子"), "2026-02-20");
  assert.equal(said("15号到村", "2026-01-10"), "2025-12-15");
});

test("the more telling words win, and say where they stand", () => {
  assert.deepEqual(dayIn("货是3月5日订的，昨天才到", TODAY), { day: "2026-03-05", words: "3月5日", at: 2 });
});

test("what only looks like a day is none", () => {
  for (const sentence of ["来了30号人", "修了3号楼前的路", "第5号通知", "2月30日", "一年一度", "2027年1月1日起", "没有写日子", "驻村22日", "逢十号赶集"]) {
    assert.equal(said(sentence), null, sentence);
  }
});

test("a week that comes round, or is to come, names no day", () => {
  const sentences = ["参加每周一次例会", "一周一次", "两周一次的碰头会", "每周五打扫", "每个星期三接访", "下周一开会", "下个星期三再去", "上周三次到村", "上周三户来访", "这周一个村", "上周二人到户"];
  for (const sentence of sentences) assert.equal(said(sentence), null, sentence);
  assert.equal(said("上周三人民医院来义诊"), "2026-03-04");
  assert.equal(said("上周五家访两户"), "2026-03-06");
});

test("what bears a number is no day, in the middle of a month's day it is", () => {
  const numbered = ["宣讲中央一号文件", "修3号桥", "2号井清淤", "5号鱼塘放水", "8号地块平整", "1号大棚", "一号公路", "7号病房", "三号点位"];
  for (const sentence of numbered) assert.equal(said(sentence), null, sentence);
  assert.equal(said("5日下午开会"), "2026-03-05");
  assert.equal(said("十日晚上夜校"), "2026-03-10");
  assert.equal(said("10号水稻插秧"), "2026-03-10");
});

test("no day to come is ever said, whatever is asked and whenever", () => {
  const words = ["今天", "昨天", "前天", "大前天", "三天前", "周一", "周五", "周日", "上周六", "上上周三", "本周四", "周末", "5号", "三十一号", "上月30日", "本月2号", "12月31日", "2月29日", "去年12月1日", "今年1月1日"];
  for (const today of ["2026-01-01", "2026-03-01", "2024-02-29", "2026-11-22", "2026-12-31"]) {
    for (const word of words) {
      const found = dayIn(`${word}到村里`, today);
      if (!found) continue;
      assert.ok(found.day <= today, `${word} on ${today}: ${found.day}`);
      assert.match(found.day, /^20[0-9]{2}-[01][0-9]-[0-3][0-9]$/);
      assert.equal(`${word}到村里`.slice(found.at, found.at + found.words.length), found.words);
    }
  }
});

test("over the turn of a year and through leap days", () => {
  assert.equal(said("昨天", "2026-01-01"), "2025-12-31");
  assert.equal(said("上周五", "2026-01-01"), "2025-12-26");
  assert.equal(said("上个月28号", "2026-01-05"), "2025-12-28");
  assert.equal(said("2月29日", "2024-03-01"), "2024-02-29");
  assert.equal(said("2月29日", "2026-03-01"), null);
  assert.equal(said("昨天", "2024-03-01"), "2024-02-29");
  assert.equal(said("去年12月31日", "2026-01-01"), "2025-12-31");
});

test("a day in a month, in words of one, two and three characters", () => {
  const cases: readonly [string, string][] = [
    ["一号", "2026-03-01"],
    ["十号", "2026-03-10"],
    ["十一号", "2026-03-11"],
    ["十二号", "2026-02-12"],
    ["二十八号", "2026-02-28"],
    ["十月十号", "2025-10-10"],
    ["十二月二号", "2025-12-02"],
    ["2026.3.5", "2026-03-05"],
  ];
  for (const [words, day] of cases) assert.equal(said(`${words}下乡`), day, words);
});

test("what stands inside other words is no day near today", () => {
  const sentences = ["目前天气炎热", "之前天天来", "春节前晚上巡逻", "节前日夜值守", "用3天前往各村", "三天前后", "100天前", "两三天前", "去年今天", "上个月今天", "上周五天都在村里", "上周日常巡查", "这周四处走访"];
  for (const sentence of sentences) assert.equal(said(sentence, "2026-03-13"), null, sentence);
  assert.equal(said("我村前天打扫"), "2026-03-09");
  assert.equal(said("3天前到的货"), "2026-03-08");
});

test("a year told in words, of the moon or to come is not this one", () => {
  const today = "2026-11-23";
  const sentences = ["二〇二五年十一月十五日", "前年11月15日", "明年1月5日", "农历十月十五日", "阴历2026年十月十五日"];
  for (const sentence of sentences) assert.equal(said(sentence, today), null, sentence);
  assert.equal(said("去年的3月5日", today), "2025-03-05");
});

test("a day still to come is not the one a year ago, and a bound is no day", () => {
  const today = "2026-11-23";
  for (const sentence of ["为迎接11月25日检查", "12月1日交货", "本月25号检查", "本月31号", "11月20日前完成", "2026年11月20日之前报送", "20号以前"]) {
    assert.equal(said(sentence, today), null, sentence);
  }
  assert.equal(said("11月20日前往荷垌", today), "2026-11-20");
  assert.equal(said("25号送的货", today), "2026-10-25");
});
