import assert from "node:assert/strict";
import { test } from "node:test";

import { addressOf } from "./address.ts";

function read(hash: string): [string, string, string] {
  const { name, id, asked } = addressOf(hash);
  return [name, id, asked.toString()];
}

test("an address names a view, and what it is about", () => {
  assert.deepEqual(read("#/todo"), ["todo", "", ""]);
  assert.deepEqual(read("#/item/018f-1"), ["item", "018f-1", ""]);
  assert.deepEqual(read("#/write/labour-day?due=p1%7Cplan&text=a"), ["write", "labour-day", "due=p1%7Cplan&text=a"]);
});

test("without a name it is the first view", () => {
  for (const hash of ["", "#", "#/", "#//", "#/?due=x"]) assert.equal(read(hash)[0], "", hash);
});

test("what is written with signs of its own comes back as it was", () => {
  for (const text of ["买了三千多块钱的荔枝", "50% & 更多?", "a/b#c", " "]) {
    const asked = new URLSearchParams({ text });
    assert.equal(addressOf(`#/write?${asked}`).asked.get("text"), text);
    assert.equal(addressOf(`#/mine/${encodeURIComponent(text)}`).id, text);
  }
});

test("a link that was cut, or is none of ours, is read all the same", () => {
  assert.deepEqual(read("#/item/%"), ["item", "%", ""]);
  assert.deepEqual(read("#/item/%E8%8D"), ["item", "%E8%8D", ""]); // half a character
  assert.deepEqual(read("#/write/%zz?text=%"), ["write", "%zz", "text=%25"]);
  assert.deepEqual(read("#entered"), ["entered", "", ""]);
  assert.deepEqual(read("#/item/a/b/c?x=1?y=2"), ["item", "a", "x=1"]);
});
