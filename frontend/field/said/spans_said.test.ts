import assert from "node:assert/strict";
import { test } from "node:test";

import { dayIn } from "./dates_said.ts";
import { spanIn } from "./spans_said.ts";

const TODAY = "2026-11-22"; // a Sunday

function said(sentence: string, today = TODAY): string {
  return spanIn(sentence, today);
}

test("weeks, months and years that are over", () => {
  const told: Readonly<Record<string, string>> = {
    "上个月走访5户": "上个月",
    "上月中旬去看了苗圃": "上月中旬",
    "上上个月的座谈会": "上上个月",
    "上上周到村里": "上上周",
    "上周三户来访": "上周",
    "上一周看了苗圃": "上一周",
    "上两周看了苗圃": "上两周",
    "上一个月看了苗圃": "上一个月",
    "上个星期走访了几户": "上个星期",
    "上季度开过联席会": "上季度",
    "上半年办了两期夜校": "上半年",
    "去年底送的年货": "去年底",
    "去年年底送的年货": "去年年底",
    "2025年底结的账": "2025年底",
    "年初去了荷垌村": "年初",
    "今年年初签的约": "今年年初",
    "月初去了荷垌村": "月初",
    "这个月初清理村道": "这个月初",
    "本月上旬清理村道": "本月上旬",
    "中旬清理村道": "中旬",
    "10月底清理村道": "10月底",
    "十月中旬清理村道": "十月中旬",
    "去年11月间来过": "去年11月间",
    "10月走访5户": "10月",
    "我们在九月份走访5户": "九月份",
    "2026年10月走访5户": "2026年10月",
  };
  for (const [sentence, words] of Object.entries(told)) assert.equal(said(sentence), words, sentence);
});

test("times nobody says more exactly", () => {
  const told: Readonly<Record<string, string>> = {
    "前段时间走访5户": "前段时间",
    "前一段时间走访5户": "前一段时间",
    "前阵子下了场雨": "前阵子",
    "前几天去看了": "前几天",
    "前两天去看了": "前两天",
    "前一周去看了": "前一周",
    "前些日子去看了": "前些日子",
    "前不久开了会": "前不久",
    "日前召开推进会": "日前",
    "半个月前送的苗": "半个月前",
    "一个多月前送的苗": "一个多月前",
    "两周前送的苗": "两周前",
    "几天前送的苗": "几天前",
  };
  for (const [sentence, words] of Object.entries(told)) assert.equal(said(sentence), words, sentence);
});

test("feasts and holidays, but not while one may be on", () => {
  const told: readonly (readonly [string, string, string])[] = [
    ["国庆期间值班", "国庆期间", "2026-10-03"],
    ["国庆节期间值班", "国庆节期间", "2026-10-03"],
    ["十一长假慰问", "十一长假", "2026-10-01"],
    ["春节期间慰问", "春节期间", "2026-02-17"],
    ["中秋前夕慰问", "中秋前夕", "2026-09-24"],
    ["五一期间植树", "五一期间", "2026-05-02"],
    ["暑假里办托管班", "暑假里", "2026-07-20"],
    ["国庆前走访慰问", "国庆前", "2026-08-20"],
    ["春节前走访慰问", "春节前", "2026-01-10"],
  ];
  for (const [sentence, words, during] of told) {
    assert.equal(said(sentence), words, sentence);
    assert.equal(said(sentence, during), "", `${sentence} ${during}`);
  }
});

test("what may be today is left alone", () => {
  for (const [sentence, today] of [
    ["月初去了荷垌村", "2026-11-03"],
    ["本月中旬去了荷垌村", "2026-11-15"],
    ["月底去了荷垌村", "2026-11-28"],
    ["11月下旬去了荷垌村", "2026-11-22"],
    ["11月走访5户", "2026-11-22"],
    ["年初去了荷垌村", "2026-01-20"],
    ["年底慰问", "2026-12-20"],
    ["上半年办了两期夜校", "2026-05-20"],
  ] as const) {
    assert.equal(said(sentence, today), "", `${sentence} ${today}`);
  }
});

test("where a day is named, that day is meant", () => {
  for (const sentence of ["上个月28号走访", "上周五走访", "货是上个月订的，昨天才到", "10月5日走访", "三天前走访", "今天把上个月的账结了"]) {
    assert.equal(said(sentence), "", sentence);
    assert.notEqual(dayIn(sentence, TODAY), null, sentence);
  }
});

test("what comes round, is to come, compares or lasts speaks of no such time", () => {
  const sentences = [
    "每月初例会", "每个月底盘点", "下个月初再去", "下月初再去", "计划年底完工", "年底前完工", "月底之前完工", "比上个月多来了5户",
    "截至上月底", "年初以来走访5户", "从上周开始整治", "自去年年底以来", "10月20日前完成", "走访5户", "修了3个月", "半年一次", "1月至10月走访30户", "上一次走访",
  ];
  for (const sentence of sentences) assert.equal(said(sentence), "", sentence);
});

test("what only looks like a time is none", () => {
  const sentences = [
    "村上周围清理干净", "大年初一拜年", "月初步完成", "提前两天通知", "当日前往镇上", "工期两个月前后", "生前几天", "10月份工资发放",
    "目前", "第三月台", "早上周边走了走", "不忘初心", "中心小学", "",
  ];
  for (const sentence of sentences) assert.equal(said(sentence), "", sentence);
});

test("without a clock one can rely on nothing is said", () => {
  assert.equal(said("上个月走访5户", ""), "");
});
