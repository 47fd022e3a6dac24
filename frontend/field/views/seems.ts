/** A soft word before saving when the same seems recorded already; never in the way twice. */

import type { App } from "../app";
import { h } from "../dom";
import { sayDay } from "../saying";
import { seemsKnown as alikeAmong } from "../said/seems_known";
import type { Told } from "../said/seems_known";
import type { Entry } from "../entry";

const SHOWN = 3;

/** The warning, or null when nothing is alike. A correction is alike by its nature. */
export function seemsKnown(app: App, entry: Entry, anyway: () => void): HTMLElement | null {
  if (entry.replaces) return null;
  const alike = alikeAmong(toldEntry(entry), knownHere(app)).slice(0, SHOWN);
  if (!alike.length) return null;
  const lines = alike.map((one) => h("li", {}, `${sayDay(one.happened, app.today)} · ${one.text || "没有写说明"}`));
  return h(
    "div",
    { class: "note attention", id: "alike", role: "alert" },
    h("p", {}, "▲ 好像已经记过同一件事，请核对："),
    h("ul", {}, ...lines),
    h("button", { type: "button", class: "primary", onclick: anyway }, "是另一件事，仍要保存"),
  );
}

function toldEntry(entry: Entry): Told {
  const { id, kind, place, happened, text, raw } = entry;
  return { id, kind, place, happened, text, values: raw };
}

/** What waits here, what went from here, and what the workbook lists and still counts. */
function knownHere(app: App): Told[] {
  const here = [...app.items, ...app.sent.map((one) => one.item)].map((one) => toldEntry(one.entry));
  const listed = (app.work?.recent ?? []).filter((one) => one.state === "counted" || one.state === "returned");
  const there = listed.map((one) => ({
    id: one.id,
    kind: one.kind,
    place: one.place.code,
    happened: one.happened,
    text: one.text,
    values: Object.fromEntries(one.values.map((value) => [value.id, value.typed])),
  }));
  return [...here, ...there];
}
