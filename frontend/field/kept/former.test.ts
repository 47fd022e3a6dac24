import assert from "node:assert/strict";
import { test } from "node:test";

import { former, namesOf } from "./former.ts";
import { HETONG, LABOUR, PAIRING, WORK, entry } from "../testing/samples.ts";

const HOUSEHOLD = { id: "household:9", name: "009" };
const BUNDLED = { ...WORK, pairings: [{ ...PAIRING, subjects: [HOUSEHOLD] }] };
const MOVED = { ...WORK, kinds: [], pairings: [], places: [], me: { ...WORK.me, acts_for: [{ id: "org:zx", name: "市政协" }] } };
const HERE = entry({ about: ["household:9"], doers: [{ who: "person:a", role: "", of: "org:lyj" }] });

test("what an ended pairing leaves without a name is called as it was when it was written", () => {
  const found = former({ body: BUNDLED }, MOVED, [HERE]);
  assert.deepEqual(found.kinds, [LABOUR]);
  assert.deepEqual(found.names, { [HETONG.code]: "荷垌村", "household:9": "009", "org:lyj": "市林业局" });
});

test("through further workbooks it stays for as long as something here is of it", () => {
  const then = former({ body: BUNDLED }, MOVED, [HERE]);
  assert.deepEqual(former({ body: MOVED, former: then }, MOVED, [HERE]), then);
  assert.deepEqual(former({ body: MOVED, former: then }, MOVED, []), { kinds: [], names: {} });
  assert.deepEqual(former({ body: MOVED, former: then }, BUNDLED, [HERE]), { kinds: [], names: {} });
});

test("what the newer workbook tells is told by it alone", () => {
  const renamed = { ...BUNDLED, kinds: [{ ...LABOUR, version: 2 }], places: [{ ...HETONG, name: "荷塘村" }] };
  assert.deepEqual(former({ body: BUNDLED }, renamed, [HERE]), { kinds: [], names: {} });
  assert.deepEqual(former(undefined, WORK, [HERE]), { kinds: [], names: {} });
});

test("a workbook names places, units, households and oneself", () => {
  const names = namesOf(BUNDLED);
  assert.deepEqual([HETONG.code, "org:fl", "household:9", "person:a"].map((one) => names.get(one)), ["荷垌村", "市妇联", "009", "联络员"]);
});
