/** The inputs of a form, drawn from the kind's own fields; every one has its label and its mistake. */

import { readBack } from "../said/amounts";
import type { AmountType } from "../said/amounts";
import { fill, h } from "../dom";
import type { Child } from "../dom";
import type { KindField } from "../shapes";

const AMOUNTS: readonly string[] = ["count", "money", "area", "number"] satisfies AmountType[];
const CHIPS_MOST = 9; // choices that stand side by side; more go into a list

/** What the form knows of a field beside the kind: ids and names that may be chosen. */
export interface Choices {
  readonly places: readonly { id: string; name: string }[];
  readonly parties: readonly { id: string; name: string }[];
}

export function isAmount(field: KindField): boolean {
  return AMOUNTS.includes(field.type);
}

/** How an amount as typed is read, or why it cannot be; "" while nothing is typed. */
export function reading(field: KindField, raw: string): { ok: boolean; say: string } {
  if (!isAmount(field) || !raw.trim()) return { ok: true, say: "" };
  return readBack(raw, field.type as AmountType, field.unit);
}

export function fieldInput(field: KindField, raw: string, choices: Choices, changed: (raw: string) => void): HTMLElement {
  const id = `f-${field.id}`;
  const unit = field.title.endsWith(field.unit) ? "" : `（${field.unit}）`;
  const title = `${field.title}${unit}`;
  if (field.type === "choice") {
    const given = field.choices.map((one) => ({ id: one.id, name: one.title }));
    if (given.length <= CHIPS_MOST) return chips(field, title, given, raw, changed);
    return listed(field, id, title, given, raw, changed);
  }
  if (field.type === "place") return listed(field, id, title, choices.places, raw, changed);
  if (field.type === "organization" || field.type === "person") {
    const sort = field.type === "person" ? "person:" : "org:";
    return listed(field, id, title, choices.parties.filter((one) => one.id.startsWith(sort)), raw, changed);
  }
  if (field.type === "date") return labelled(id, title, field, dateInput(id, raw, changed));
  return isAmount(field) ? amountInput(field, id, title, raw, changed) : labelled(id, title, field, textInput(id, raw, changed));
}

function labelled(id: string, title: string, field: KindField, ...inputs: Child[]): HTMLElement {
  return h("div", { class: "field", "data-field": `values.${field.id}` }, label(id, title, field), ...inputs, mistakePlace(`values.${field.id}`));
}

function label(id: string, title: string, field: KindField): HTMLElement {
  return h("label", { for: id }, title, !field.optional && h("span", { class: "must" }, "必填"));
}

function textInput(id: string, raw: string, changed: (raw: string) => void): HTMLInputElement {
  const input = h("input", { id, autocomplete: "off" });
  input.value = raw;
  input.addEventListener("input", () => changed(input.value));
  return input;
}

function dateInput(id: string, raw: string, changed: (raw: string) => void): HTMLInputElement {
  const input = textInput(id, raw, changed);
  input.type = "date";
  input.value = raw;
  return input;
}

/** An amount may be said in words; how it is read stands below as one types. */
function amountInput(field: KindField, id: string, title: string, raw: string, changed: (raw: string) => void): HTMLElement {
  const said = h("p", { id: `${id}-read`, class: "reading", "aria-live": "polite" });
  const read = (typed: string): void => {
    const { ok, say } = reading(field, typed);
    fill(said, say && `${ok ? "✓" : "▲"} ${say}`);
    said.classList.toggle("wrong", !ok);
  };
  const input = textInput(id, raw, (typed) => {
    read(typed);
    changed(typed);
  });
  input.placeholder = field.type === "money" ? "如 3200元、近3万" : "如 26、三十多";
  input.setAttribute("aria-describedby", said.id);
  read(raw);
  return labelled(id, title, field, input, said);
}

function listed(
  field: KindField,
  id: string,
  title: string,
  given: readonly { id: string; name: string }[],
  raw: string,
  changed: (raw: string) => void,
): HTMLElement {
  return labelled(id, title, field, select(id, given, raw, changed));
}

export function select(
  id: string,
  given: readonly { id: string; name: string }[],
  value: string,
  changed: (value: string) => void,
  name = value, // where it is not among those given
): HTMLSelectElement {
  const known = given.some((one) => one.id === value);
  const options = known || !value ? given : [...given, { id: value, name }];
  const made = h("select", { id }, h("option", { value: "" }, "请选择"), ...options.map((one) => h("option", { value: one.id }, one.name)));
  made.value = value;
  made.addEventListener("change", () => changed(made.value));
  return made;
}

function chips(
  field: KindField,
  title: string,
  given: readonly { id: string; name: string }[],
  raw: string,
  changed: (raw: string) => void,
): HTMLElement {
  const name = `f-${field.id}`;
  const made = given.map((one, n) => {
    const input = h("input", { type: "radio", name, value: one.id, id: n === 0 ? name : `${name}-${n}` });
    input.checked = one.id === raw;
    input.addEventListener("change", () => changed(one.id));
    return h("label", { class: "chip" }, input, h("span", {}, one.name));
  });
  return h(
    "fieldset",
    { class: "field", "data-field": `values.${field.id}` },
    h("legend", {}, title, !field.optional && h("span", { class: "must" }, "必填")),
    h("div", { class: "chips" }, ...made),
    mistakePlace(`values.${field.id}`),
  );
}

export function mistakePlace(name: string): HTMLElement {
  return h("p", { class: "mistake", id: `m-${name}`, role: "alert", hidden: true });
}

/** Shows the mistakes beside their inputs; those of no input are returned. */
export function showMistakes(form: HTMLElement, mistakes: Readonly<Record<string, string>>): string[] {
  const left = { ...mistakes };
  for (const place of form.querySelectorAll<HTMLElement>(".mistake")) {
    const name = place.id.slice("m-".length);
    showMistake(place, left[name] ?? "");
    delete left[name];
  }
  return Object.values(left);
}

/** Shows a mistake at its place, and at the inputs beside it that it is one; "" takes it away. */
export function showMistake(place: HTMLElement, said: string): void {
  place.hidden = !said;
  fill(place, said);
  for (const input of place.parentElement?.querySelectorAll("input, select, textarea") ?? []) {
    for (const [name, value] of [["aria-invalid", "true"], ["aria-errormessage", place.id]] as const) {
      if (said) input.setAttribute(name, value);
      else input.removeAttribute(name);
    }
  }
}
