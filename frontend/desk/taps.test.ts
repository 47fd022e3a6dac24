import assert from "node:assert/strict";
import { test } from "node:test";

import { watchTaps } from "./taps.ts";

/** Sends the form at these moments; which of them go through. */
function sentAt(moments: number[], method = "post"): number[] {
  const form = Object.assign(new EventTarget(), { method });
  watchTaps(form);
  return moments.filter((at) => {
    const event = new Event("submit", { cancelable: true });
    Object.defineProperty(event, "timeStamp", { value: at });
    return form.dispatchEvent(event);
  });
}

test("a button tapped twice sends its form once", () => {
  assert.deepEqual(sentAt([10, 200, 4000]), [10]);
});

test("the same form may be sent again a while later", () => {
  assert.deepEqual(sentAt([10, 5011, 5200]), [10, 5011]);
});

test("what only asks is asked as often as one likes", () => {
  assert.deepEqual(sentAt([10, 200], "get"), [10, 200]);
});

test("what another part of the page held back was not sent", () => {
  const form = Object.assign(new EventTarget(), { method: "post" });
  let held = true;
  form.addEventListener("submit", (event) => held && event.preventDefault());
  watchTaps(form);
  assert.equal(form.dispatchEvent(new Event("submit", { cancelable: true })), false);
  held = false;
  assert.equal(form.dispatchEvent(new Event("submit", { cancelable: true })), true);
});
