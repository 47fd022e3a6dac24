"""The workbook a phone keeps, changed behind its page's back."""

from __future__ import annotations

# `CHANGE` is to be replaced by what shall be otherwise.
WORKBOOK = """async () => {
  const open = (name) => new Promise((done) => {
    const asked = indexedDB.open(name);
    asked.onsuccess = () => done(asked.result);
  });
  const got = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const { database } = (await got((await open("tongxing")).transaction("accounts").objectStore("accounts").getAll()))[0];
  const store = (await open(database)).transaction("workbook", "readwrite").objectStore("workbook");
  const kept = await got(store.get("work"));
  await got(store.put({ ...kept, body: { ...kept.body, ...CHANGE } }, "work"));
}"""
