import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { lines } from "./dom.ts";

test("an icon is drawn by its strokes, without the square some sets draw around it", () => {
  const square = '<svg><path stroke="none" d="M0 0h24v24H0z" fill="none"/><path d="M4 4l6 6" /><path d="M1 2" stroke-width="2"/></svg>';
  assert.deepEqual(lines(square), ["M4 4l6 6", "M1 2"]);
  assert.deepEqual(lines("<svg></svg>"), []);
});

test("the icons of the bar have strokes to draw", () => {
  for (const name of ["checklist", "notes", "pencil-plus", "send"]) {
    const drawn = lines(readFileSync(`node_modules/@tabler/icons/icons/outline/${name}.svg`, "utf8"));
    assert.ok(drawn.length > 1 && !drawn.includes("M0 0h24v24H0z"), name);
  }
});
