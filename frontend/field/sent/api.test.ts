import assert from "node:assert/strict";
import { test } from "node:test";

import { Api, NoLine, Refusal } from "./api.ts";
import { answering, refusing } from "../testing/memory_line.ts";
import { WORK, item } from "../testing/samples.ts";
import { asSent } from "../kept/outbox.ts";

const api = new Api("forestry");

async function came(asked: Promise<unknown>): Promise<string> {
  try {
    await asked;
    return "answered";
  } catch (error) {
    if (error instanceof NoLine) return "no line";
    if (error instanceof Refusal) return `${error.status} ${error.code} ${error.message}`.trimEnd();
    throw error;
  }
}

test("every call carries the phone's mark and whose it is, and follows nothing", async () => {
  const calls = answering(({ path }) => (path === "work" ? WORK : path === "records" ? { now: "", answers: [] } : { size: 1, have: [], whole: false }));
  const person = new Api("县林业局/甲");
  await person.work("");
  await person.records([]);
  await person.file("ab");
  await person.chunk("ab", 2, new Blob(["x"]), 9);
  await person.leave();
  assert.deepEqual(calls.map((one) => `${one.method} ${one.path}`), ["GET work", "POST records", "GET files/ab", "PUT files/ab/2", "POST leave"]);
  for (const { headers, init } of calls) {
    assert.equal(headers["X-Tongxing-Phone"], "1");
    assert.equal(decodeURIComponent(headers["X-Tongxing-Account"]!), "县林业局/甲");
    assert.match(headers["X-Tongxing-Account"]!, /^[\x21-\x7e]+$/); // a header takes nothing else
    assert.deepEqual([init.cache, init.credentials, init.redirect], ["no-store", "same-origin", "error"]);
    assert.ok(init.signal instanceof AbortSignal);
  }
});

test("before anybody is known no account is named", async () => {
  const calls = answering(() => WORK);
  await new Api("").work("");
  assert.equal("X-Tongxing-Account" in calls[0]!.headers, false);
});

test("items go as JSON as they are, a chunk as bytes with the size of the whole", async () => {
  const calls = answering(({ path }) => (path === "records" ? { now: "n", answers: [] } : { size: 3, have: [0], whole: true }));
  await api.records([asSent(item())]);
  assert.equal(calls[0]!.headers["Content-Type"], "application/json");
  assert.deepEqual(JSON.parse(calls[0]!.body as string), { items: [asSent(item())] });
  assert.deepEqual(await api.chunk("ab", 0, new Blob(["xyz"]), 3), { size: 3, have: [0], whole: true });
  assert.deepEqual([calls[1]!.headers["Content-Type"], calls[1]!.headers["X-Size"]], ["application/octet-stream", "3"]);
  assert.equal(await (calls[1]!.body as Blob).text(), "xyz");
});

test("the workbook comes with its mark, and not again while that stands", async () => {
  const calls = answering(({ headers }) =>
    headers["If-None-Match"] === '"v1"' ? new Response(null, { status: 304 }) : Response.json(WORK, { headers: { ETag: '"v1"' } }),
  );
  assert.deepEqual(await api.work(""), { body: WORK, etag: '"v1"' });
  assert.equal("If-None-Match" in calls[0]!.headers, false);
  assert.equal(await api.work('"v1"'), null);
  answering(() => WORK);
  assert.equal((await api.work(""))?.etag, ""); // a server in between took it away
});

test("a line that is dead, breaks or tells something else is no line", async () => {
  const lines: readonly [string, () => unknown][] = [
    ["dead", () => null],
    ["broken in the middle", () => new Response('{"now": "2026')],
    ["a page of the wireless network's sign-in", () => new Response("<html>请登录</html>")],
    ["nothing", () => new Response("")],
    ["null", () => new Response("null")],
    ["a text", () => new Response('"ok"')],
    ["another object", () => ({ ok: true })],
  ];
  for (const [what, answer] of lines) {
    answering(answer);
    assert.equal(await came(api.work("")), "no line", what);
    assert.equal(await came(api.records([])), "no line", what);
    assert.equal(await came(api.file("ab")), "no line", what);
  }
});

test("a refusal keeps its status, its code and its words; a bare one only its status", async () => {
  answering(() => refusing(422, "照片不合要求", "not-a-photo"));
  assert.equal(await came(api.file("ab")), "422 not-a-photo 照片不合要求");
  answering(() => refusing(401));
  assert.equal(await came(api.records([])), "401");
  answering(() => new Response("<h1>502 Bad Gateway</h1>", { status: 502 }));
  assert.equal(await came(api.work("")), "502");
  answering(() => Response.json({}, { status: 500 }));
  assert.equal(await came(api.leave()), "500");
});

test("an answer nobody reads need not be one", async () => {
  answering(() => new Response(""));
  assert.equal(await came(api.leave()), "answered");
  answering(() => null);
  assert.equal(await came(api.leave()), "no line");
});
