import assert from "node:assert/strict";
import { test } from "node:test";

import { likelyKinds } from "./likely.ts";
import { DUE, LABOUR, WORK } from "../testing/samples.ts";

const MEETING = { ...LABOUR, id: "meeting", title: "会议", fields: [] };
const PLANTING = { ...LABOUR, id: "planting", title: "绿美植树", fields: [] };
const KINDS = [MEETING, PLANTING, LABOUR];

function order(text: string, change: Partial<typeof WORK> = {}): string[] {
  return likelyKinds({ ...WORK, kinds: KINDS, due: [], ...change }, text, "2026-11-22").map((one) => one.id);
}

test("every kind can always be chosen, the likely ones first, the rest in their order", () => {
  assert.deepEqual(order(""), ["meeting", "planting", "labour-day"]);
  assert.deepEqual(order("补种了一片树苗"), ["planting", "meeting", "labour-day"]);
  assert.deepEqual(order("", { due: [DUE] }), ["labour-day", "meeting", "planting"]);
  for (const text of ["", "嗯", "开会", "栽树、开会、打扫"]) assert.deepEqual(order(text).sort(), ["labour-day", "meeting", "planting"]);
});

test("choosing leaves the workbook's own order alone", () => {
  order("补种了一片树苗");
  assert.deepEqual(KINDS.map((one) => one.id), ["meeting", "planting", "labour-day"]);
});

test("without any kind there is nothing to choose", () => {
  assert.deepEqual(order("开会", { kinds: [] }), []);
});
