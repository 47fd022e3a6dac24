"""What a phone's page keeps, read and changed behind its back: scripts its browser runs."""

from __future__ import annotations

_TABLES = """
  const got = (asked) => new Promise((done, fail) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  const open = (name) => got(indexedDB.open(name));
  const all = (db, table) =>
    db.objectStoreNames.contains(table) ? got(db.transaction(table).objectStore(table).getAll()) : [];
  const registry = await open("tongxing");
  const accounts = await all(registry, "accounts");
  registry.close();
"""


def script(text: str) -> str:
    """`text` with `got` (a request's result), `open`, `all` (of a table) and `accounts` at hand."""
    return f"async () => {{{_TABLES}{text}}}"


def workbook(change: str) -> str:
    """The first account's workbook with what `change` says otherwise; `kept.body` is what it was."""
    return script(f"""
  const db = await open(accounts[0].database);
  const table = db.transaction("workbook", "readwrite").objectStore("workbook");
  const kept = await got(table.get("work"));
  await got(table.put({{ ...kept, body: {{ ...kept.body, ...{change} }} }}, "work"));
  db.close();
""")
