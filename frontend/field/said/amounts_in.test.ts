import assert from "node:assert/strict";
import { test } from "node:test";

import { amountsIn } from "./amounts_in.ts";
import type { AmountType } from "./amounts.ts";

function texts(sentence: string, type: AmountType, unit = ""): string[] {
  return amountsIn(sentence, type, unit).map((one) => one.text);
}

test("money as it is said", () => {
  assert.deepEqual(texts("买了三千多块钱的荔枝", "money"), ["三千多块钱"]);
  assert.deepEqual(texts("单位食堂订了近3万元的大米，又帮着卖出1.2万", "money"), ["近3万元", "1.2万"]);
  assert.deepEqual(texts("大约花了五百块", "money"), ["五百块"]);
  assert.deepEqual(texts("货款一共大概有两万三千元，已结清", "money"), ["大概有两万三千元"]);
  assert.deepEqual(texts("三块五一斤收了两百斤", "money"), ["三块五"]);
  assert.deepEqual(texts("捐了5w", "money"), ["5w"]);
});

test("what is counted is not money, and the other way round", () => {
  assert.deepEqual(texts("种下3万株苗", "money"), []);
  assert.deepEqual(texts("来了三十个人，花了两百块", "count", "人"), ["三十个人"]);
  assert.deepEqual(texts("来了三十个人，花了两百块", "money"), ["两百块"]);
});

test("counts with their unit, and those that come to the same", () => {
  assert.deepEqual(texts("党员群众30多人清了2处塘边", "count", "人次"), ["30多人次"]);
  assert.deepEqual(texts("党员群众30多人清了2处塘边", "count", "处"), ["2处"]);
  assert.deepEqual(texts("走访二十来户，解决了五个问题", "count", "户"), ["二十来户"]);
  assert.deepEqual(texts("走访二十来户，解决了五个问题", "count", "件"), ["五个"]);
  assert.deepEqual(texts("栽了近百棵黄花风铃木", "count", "株"), ["近百棵"]);
  assert.deepEqual(texts("500余人次参加", "count", "人次"), ["500余人次"]);
});

test("areas", () => {
  assert.deepEqual(texts("新修的水渠能浇两亩半地、另有30亩坡地", "area", "亩"), ["两亩半", "30亩"]);
});

test("numbers that count nothing are left alone", () => {
  for (const sentence of ["第3户的院子", "2026年的计划", "一起动手", "电话12345", "五一前后", "一百"]) {
    assert.deepEqual(texts(sentence, "count", "户"), [], sentence);
  }
});

test("where an amount stands is told", () => {
  assert.deepEqual(amountsIn("又收了约200元货款", "money", ""), [{ text: "约200元", begin: 3, end: 8 }]);
});
