/** What one record says, as a list of its parts; two of them stand side by side in a conflict. */

import type { App } from "../app";
import { h } from "../dom";
import type { Item } from "../kept/outbox";
import { sayDay } from "../saying";
import type { Version } from "../shapes";
import { reading } from "./fields";
import { doerSaid } from "./who";

export type Line = readonly [name: string, said: string];

export function versionLines(app: App, version: Version): Line[] {
  const names = new Map(version.doers.flatMap((one) => [[one.who, one.name], [one.of, one.of_name]] as const));
  return kept([
    ["日期", sayDay(version.happened, app.today)],
    ["地点", version.place.name],
    ["由谁做的", version.doers.map((one) => doerSaid(one, names, app.kind(version.kind))).join("、")],
    ["涉及的农户", subjectsSaid(version.about, app.names())],
    ["补做", version.makes_up ? sayDay(version.makes_up, app.today) : ""],
    ...version.values.map((one) => [one.title, one.said] as const),
    ["说明", version.text],
    ["照片", version.files.length ? photosSaid(version.files.length, version.files.filter((one) => !one.here).length) : ""],
  ]);
}

export function itemLines(app: App, item: Item): Line[] {
  const kind = app.kindOf(item.draft.kind);
  const names = app.names();
  const values = (kind?.fields ?? []).map((field) => {
    const raw = item.entry.raw[field.id] ?? "";
    const chosen = field.choices.find((one) => one.id === raw)?.title ?? raw;
    const read = reading(field, raw);
    return [field.title, read.say && read.ok ? read.say.replace("读作 ", "") : chosen] as const;
  });
  return kept([
    ["日期", sayDay(item.draft.happened, app.today)],
    ["地点", item.placeName],
    ["由谁做的", item.draft.doers.map((one) => doerSaid(one, names, kind)).join("、")],
    ["涉及的农户", subjectsSaid(item.draft.about, names)],
    ["补做", item.draft.makes_up ? sayDay(item.draft.makes_up, app.today) : ""],
    ...values,
    ["说明", item.draft.text],
    ["照片", item.draft.files.length ? photosSaid(item.draft.files.length, item.seq === null ? item.draft.files.length : item.left.length) : ""],
  ]);
}

function subjectsSaid(about: readonly string[], names: ReadonlyMap<string, string>): string {
  return [...about].sort().map((one) => names.get(one) ?? one).join("、");
}

function kept(lines: readonly Line[]): Line[] {
  return lines.filter(([, said]) => said);
}

function photosSaid(all: number, here: number): string {
  return here ? `${all}张，${here}张还在手机上` : `${all}张`;
}

export function card(title: string, lines: readonly Line[]): HTMLElement {
  return h(
    "section",
    { class: "card" },
    h("h2", {}, title),
    h("dl", { class: "lines" }, ...lines.flatMap(([name, said]) => [h("dt", {}, name), h("dd", {}, said)])),
  );
}

/** Two versions under each other, what differs marked by a word and not by colour alone. */
export function sideBySide(one: readonly [string, readonly Line[]], other: readonly [string, readonly Line[]]): HTMLElement {
  const names = [...new Set([...one[1], ...other[1]].map(([name]) => name))];
  const [left, right] = [new Map(one[1]), new Map(other[1])];
  const rows = names.map((name) => {
    const [mine, theirs] = [left.get(name) ?? "没有写", right.get(name) ?? "没有写"];
    const differs = mine !== theirs;
    return h("tr", differs ? { class: "differs" } : {}, h("th", { scope: "row" }, name, differs && h("small", {}, "不同")), h("td", {}, mine), h("td", {}, theirs));
  });
  return h(
    "table",
    { class: "versions" },
    h("thead", {}, h("tr", {}, h("td", {}), h("th", { scope: "col" }, one[0]), h("th", { scope: "col" }, other[0]))),
    h("tbody", {}, ...rows),
  );
}
