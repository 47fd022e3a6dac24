import assert from "node:assert/strict";
import { test } from "node:test";

import { moved } from "./grid.ts";

const EXTENT = { rows: 3, columns: 12 };

test("an arrow moves one cell and stops at the edge", () => {
  assert.deepEqual(moved({ row: 1, column: 5 }, "ArrowDown", EXTENT), { row: 2, column: 5 });
  assert.deepEqual(moved({ row: 2, column: 5 }, "ArrowDown", EXTENT), { row: 2, column: 5 });
  assert.deepEqual(moved({ row: 0, column: 0 }, "ArrowLeft", EXTENT), { row: 0, column: 0 });
  assert.deepEqual(moved({ row: 0, column: 11 }, "ArrowRight", EXTENT), { row: 0, column: 11 });
});

test("Home and End run along the row, with Control over the whole grid", () => {
  assert.deepEqual(moved({ row: 1, column: 5 }, "Home", EXTENT), { row: 1, column: 0 });
  assert.deepEqual(moved({ row: 1, column: 5 }, "End", EXTENT), { row: 1, column: 11 });
  assert.deepEqual(moved({ row: 1, column: 5 }, "Home", EXTENT, true), { row: 0, column: 0 });
  assert.deepEqual(moved({ row: 1, column: 5 }, "End", EXTENT, true), { row: 2, column: 11 });
});

test("other keys do not move", () => {
  assert.equal(moved({ row: 1, column: 5 }, "a", EXTENT), null);
});
