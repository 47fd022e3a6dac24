import assert from "node:assert/strict";
import { test } from "node:test";

import { LABOUR, PAIRING, WORK, entry } from "../testing/samples.ts";
import { understood } from "./understood.ts";

const TODAY = "2026-11-22";
const EAST = { ...PAIRING, key: "p2", place: { code: "440981107204", name: "荷垌东村", path: "" } };

test("what the beginning of a sentence filled goes again where the rest of it makes it unclear", () => {
  const taken = new Map<string, string>();
  const begun = understood(WORK, LABOUR, entry({ raw: {}, happened: TODAY, text: "昨天来了20人" }), taken, TODAY);
  assert.deepEqual([begun?.change.raw, begun?.change.happened], [{ people: "20人次" }, "2026-11-21"]);
  const whole = entry({ ...begun?.change, text: "前天来了20人，又来了12人" });
  const found = understood(WORK, LABOUR, whole, taken, TODAY);
  assert.deepEqual([found?.change.raw, found?.change.happened], [{ people: "" }, "2026-11-20"]);
  assert.match(found?.said ?? "", /参加人次这句话没有说清/);
  assert.equal(understood(WORK, LABOUR, entry({ ...whole, ...found?.change, text: "来了人" }), taken, TODAY)?.change.happened, TODAY);
});

test("what somebody filled or chose stays", () => {
  const taken = new Map([["people", "20人次"]]);
  const own = entry({ raw: { people: "25" }, happened: "2026-11-18", text: "昨天来了20人" });
  assert.equal(understood(WORK, LABOUR, own, taken, TODAY), null);
});

test("the place follows the sentence as long as it was chosen by it", () => {
  const [taken, work] = [new Map<string, string>(), { ...WORK, pairings: [PAIRING, EAST] }];
  const begun = understood(work, LABOUR, entry({ place: "", raw: { people: "3" }, text: "到荷垌" }), taken, TODAY);
  assert.equal(begun?.change.place, PAIRING.place.code);
  const text = "到荷垌东村";
  assert.equal(understood(work, LABOUR, entry({ ...begun?.change, text }), taken, TODAY)?.change.place, EAST.place.code);
  assert.equal(understood(work, LABOUR, entry({ place: PAIRING.place.code, raw: { people: "3" }, text }), new Map(), TODAY), null);
});
