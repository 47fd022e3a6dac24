import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { NoAmount, parse, readBack, say } from "./amounts.ts";
import type { AmountType } from "./amounts.ts";

interface Case {
  readonly text: string;
  readonly type: AmountType;
  readonly unit: string;
  readonly value?: string;
  readonly kept?: string;
  readonly approx?: string;
  readonly at?: number;
  readonly say: string;
}

// Written by Python and held against it: tests/rules/quantities/vectors.py.
const SHARED = JSON.parse(
  readFileSync(process.env["AMOUNTS"] ?? "../tests/rules/quantities/amounts.json", "utf8"),
) as Case[];

function outcome({ text, type, unit }: Case): Case {
  try {
    const found = parse(text, type, unit);
    const { value, approx, unit: kept } = found;
    return { text, type, unit, value: `${value}`, kept, approx, say: say(found) };
  } catch (error) {
    if (!(error instanceof NoAmount)) throw error;
    return { text, type, unit, at: error.at, say: error.message };
  }
}

test("every amount is read, printed or refused as in Python, to the letter", () => {
  assert.ok(SHARED.length >= 400);
  for (const one of SHARED) assert.deepEqual(outcome(one), one);
});

test("the reading is said as on the desk", () => {
  assert.deepEqual(readBack("三千多块钱", "money"), { ok: true, say: "读作 3000多元" });
  assert.deepEqual(readBack("三四十户", "count", "户"), {
    ok: false,
    say: "“三四十户”第2个字处数字连写，看不出是多少。概数请写成“约35户”，区间请只写一个数。",
  });
  assert.deepEqual(readBack("", "count", "户"), { ok: false, say: "此处没有填写数字。没有就写0，不清楚就留空。" });
});
