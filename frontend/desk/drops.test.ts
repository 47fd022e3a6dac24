import assert from "node:assert/strict";
import { test } from "node:test";

import { saidOf } from "./drops.ts";

test("what was chosen is read back by name and size", () => {
  const files = [
    { name: "村道.jpg", size: 2_340_000 },
    { name: "名单.txt", size: 900 },
  ];
  assert.equal(saidOf(files), "已选2个：村道.jpg（2.3兆）、名单.txt（不到0.1兆）");
});

test("nothing chosen says nothing", () => {
  assert.equal(saidOf([]), "");
});
