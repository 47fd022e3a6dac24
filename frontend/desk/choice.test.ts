import assert from "node:assert/strict";
import { test } from "node:test";

import { moved } from "./choice.ts";

test("the arrows go round at both ends", () => {
  assert.equal(moved(0, "ArrowDown", 3), 1);
  assert.equal(moved(2, "ArrowDown", 3), 0);
  assert.equal(moved(0, "ArrowUp", 3), 2);
  assert.equal(moved(2, "ArrowUp", 3), 1);
});

test("from nothing chosen the first key leads to an end", () => {
  assert.equal(moved(-1, "ArrowDown", 3), 0);
  assert.equal(moved(-1, "ArrowUp", 3), 2);
});

test("other keys and empty lists move nothing", () => {
  assert.equal(moved(1, "Enter", 3), null);
  assert.equal(moved(-1, "ArrowDown", 0), null);
});
