/** Where and by whom: prefilled in one line, opened only to be changed. */

import type { App } from "../app";
import { fill, h } from "../dom";
import { doersAt, partiesAt, subjectsAt } from "../entry";
import type { Entry, PartyChoice } from "../entry";
import type { DoerIn, Kind } from "../shapes";
import { mistakePlace, select } from "./fields";

type Set = (change: Partial<Entry>) => void;

export function whereAndWho(app: App, kind: Kind, entry: () => Entry, set: Set): HTMLElement {
  const inside = h("div", { class: "inside" });
  const line = h("summary", {});
  const draw = (): void => {
    fill(line, summary(app, kind, entry()), h("span", { class: "change" }, "改"));
    fill(inside, placeInput(app, entry, set, draw), doersInput(app, kind, entry, set, draw), subjectsInput(app, entry, set));
  };
  draw();
  const granted = app.work?.places.some((one) => one.code === entry().place);
  const open = !granted || !entry().doers.length;
  return h("details", { class: "field who-where", open }, line, inside);
}

function summary(app: App, kind: Kind, entry: Entry): string {
  if (!entry.place) return "地点和单位：请选择";
  const names = app.names();
  const doers = entry.doers.map((one) => doerSaid(one, names, kind)).join("、") || "请选择单位";
  return `${app.placeName(entry.place)} · ${doers}`;
}

/** 市林业局（联络员，组长）: for whom, who, and as what. */
export function doerSaid(doer: DoerIn, names: ReadonlyMap<string, string>, kind: Kind | undefined): string {
  const who = names.get(doer.who) ?? doer.who;
  const role = kind?.roles.find((one) => one.id === doer.role)?.title;
  const more = [doer.of && who, role].filter(Boolean).join("，");
  return `${doer.of ? (names.get(doer.of) ?? doer.of) : who}${more && `（${more}）`}`;
}

function placeInput(app: App, entry: () => Entry, set: Set, draw: () => void): HTMLElement {
  const places = (app.work?.places ?? []).map((one) => ({ id: one.code, name: one.name }));
  const changed = (place: string): void => {
    const doers = app.work ? doersAt(app.work, place) : null;
    set({ place, about: [], ...(doers ? { doers } : {}) });
    draw();
    document.getElementById("i-place")?.focus();
  };
  return h(
    "div",
    { class: "field" },
    h("label", { for: "i-place" }, "地点", h("span", { class: "must" }, "必填")),
    select("i-place", places, entry().place, changed, app.placeName(entry().place)),
    mistakePlace("place"),
  );
}

function doersInput(app: App, kind: Kind, entry: () => Entry, set: Set, draw: () => void): HTMLElement | null {
  const { work } = app;
  if (!work) return null;
  const rows = partiesAt(work, entry(), app.names()).map((party) => {
    const is = (one: DoerIn): boolean => (one.of || one.who) === party.id;
    const chosen = entry().doers.filter(is);
    const by = party.mine && work.me.person ? { who: work.me.person, role: "", of: party.id } : { who: party.id, role: "", of: "" };
    const tick = check(`i-doer-${party.id}`, party.name, chosen.length > 0, (on) => {
      const without = entry().doers.filter((one) => !is(one));
      set({ doers: on ? [...without, by] : without });
      draw();
      document.getElementById(`i-doer-${party.id}`)?.focus();
    });
    const roles = chosen.length > 0 && kind.roles.length > 0 && roleInput(kind, party, chosen, (role) => {
      set({ doers: entry().doers.map((one) => (is(one) ? { ...one, role } : one)) });
      draw();
      document.getElementById(`i-role-${party.id}`)?.focus();
    });
    return h("li", {}, tick, roles);
  });
  return h(
    "fieldset",
    { class: "field" },
    h("legend", {}, "由谁做的"),
    rows.length ? h("ul", { class: "ticks" }, ...rows) : h("p", { class: "hint" }, "选好地点后，这里列出与该地结对的单位。"),
    mistakePlace("doers"),
  );
}

function roleInput(kind: Kind, party: PartyChoice, chosen: readonly DoerIn[], changed: (role: string) => void): HTMLElement {
  const id = `i-role-${party.id}`;
  const made = h("select", { id, "aria-label": `${party.name}的身份` }, h("option", { value: "" }, "一般参加"), ...kind.roles.map((one) => h("option", { value: one.id }, one.title)));
  made.value = chosen[0]?.role ?? "";
  made.addEventListener("change", () => changed(made.value));
  return made;
}

function subjectsInput(app: App, entry: () => Entry, set: Set): HTMLElement | null {
  if (!app.work) return null;
  const subjects = subjectsAt(app.work, entry(), app.names());
  if (!subjects.length) return null;
  const ticks = subjects.map((one) =>
    h("li", {}, check(`i-about-${one.id}`, one.name, entry().about.includes(one.id), (on) => {
      const others = entry().about.filter((other) => other !== one.id);
      set({ about: on ? [...others, one.id] : others });
    })),
  );
  return h("fieldset", { class: "field" }, h("legend", {}, "涉及的农户", h("span", { class: "may" }, "可不选")), h("ul", { class: "ticks" }, ...ticks));
}

function check(id: string, name: string, on: boolean, changed: (on: boolean) => void): HTMLElement {
  const input = h("input", { type: "checkbox", id });
  input.checked = on;
  input.addEventListener("change", () => changed(input.checked));
  return h("label", { class: "tick", for: id }, input, h("span", {}, name));
}
