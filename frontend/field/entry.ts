/** One record as the form holds it: raw as typed, so that nothing is lost on the way. */

import { dayNumber, dayPlus } from "./days";
import type { DoerIn, Draft, Due, Kind, Limits, Pairing, Recent, Version, Workbook } from "./shapes";

export interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly kindVersion: number;
  readonly place: string;
  readonly happened: string;
  readonly makesUp: string;
  readonly doers: readonly DoerIn[];
  readonly about: readonly string[];
  readonly raw: Readonly<Record<string, string>>;
  readonly text: string;
  readonly files: readonly string[];
  readonly replaces: string; // the id it corrects, or ""
  readonly due: string; // key of the due line it answers, or ""
  readonly started: number;
}

const PRESSING = 14; // days
const VILLAGE_DIGITS = 12;

/** Names one line of 我的待办 for as long as it stands. */
export function dueKey(due: Due): string {
  return [due.pairing, due.plan, due.duty, due.period.key].join("|");
}

/** Days to the last day that counts, seen from `today`; negative when it has passed. */
export function daysLeft(due: Due, today: string): number {
  const last = due.state === "overdue" ? dayPlus(due.period.closes, -1) : due.period.by;
  return dayNumber(last) - dayNumber(today);
}

/** Whether it is for now: begun, and over within two weeks; the rest can wait under 以后. */
export function pressing(due: Due, today: string): boolean {
  return due.state === "overdue" || (due.period.start <= today && daysLeft(due, today) <= PRESSING);
}

/** The day a record of today makes up for, where the period is over: its last day. */
export function makesUpFor(due: Due, today: string): string {
  if (due.makes_up) return due.makes_up;
  return today >= due.period.until ? dayPlus(due.period.until, -1) : "";
}

/** A blank form of a kind; a due line or a pairing brings place, doers and 补做. */
export function blank(given: {
  work: Workbook;
  kind: Kind;
  id: string;
  today: string; // "" when the day has to be chosen
  due?: Due | undefined;
  pairing?: Pairing | undefined;
  started: number;
}): Entry {
  const { work, kind, due, today } = given;
  const only = work.pairings.length === 1 ? work.pairings[0] : undefined;
  const pairing = given.pairing ?? work.pairings.find((one) => one.key === due?.pairing) ?? only;
  const place = work.places.length === 1 ? (work.places[0]?.code ?? "") : "";
  return {
    id: given.id,
    kind: kind.id,
    kindVersion: kind.version,
    happened: today,
    makesUp: due && today ? makesUpFor(due, today) : "",
    ...(pairing ? ofPairing(work, pairing, due?.role) : { place, doers: doersAt(work, place) ?? [], about: [] }),
    raw: {},
    text: "",
    files: [],
    replaces: "",
    due: due ? dueKey(due) : "",
    started: given.started,
  };
}

/** Where, by whom and about whom a record of this pairing is; `role` as what they must have done it. */
export function ofPairing(work: Workbook, pairing: Pairing, role = ""): Pick<Entry, "place" | "doers" | "about"> {
  const about = pairing.subjects.length === 1 ? pairing.subjects.map((one) => one.id) : [];
  // Whoever writes it down need not be the 组长 who did it: that is said of the unit.
  const doers = usualDoers(work, pairing).map((one) => (role ? { who: one.of || one.who, role, of: "" } : one));
  return { place: pairing.place.code, doers, about };
}

/** Oneself for one's own unit; else the units that hold the pairing. */
export function usualDoers(work: Workbook, pairing: Pairing): DoerIn[] {
  const own = new Set(work.me.acts_for.map((one) => one.id));
  const mine = pairing.actors.filter((one) => own.has(one.id));
  if (mine.length) return mine.map((one) => ({ who: work.me.person || one.id, role: "", of: work.me.person ? one.id : "" }));
  if (pairing.actors.some((one) => one.id === work.me.person)) return [{ who: work.me.person, role: "", of: "" }];
  return pairing.actors.map((one) => ({ who: one.id, role: "", of: "" }));
}

/**
 * Who a record at a place is of, where no pairing is chosen: oneself for one's own; the parties of the only
 * pairing there; nobody where several are paired with it and it may be any of them; null where none is.
 */
export function doersAt(work: Workbook, place: string): DoerIn[] | null {
  const there = work.pairings.filter((one) => within(place, one.place.code));
  const own = new Set([work.me.person, ...work.me.acts_for.map((one) => one.id)]);
  const mine = there.find((one) => one.actors.some((actor) => own.has(actor.id)));
  const meant = mine ?? (there.length === 1 ? there[0] : undefined);
  if (meant) return usualDoers(work, meant);
  return there.length ? [] : null;
}

/** The form of a record in the ledger: a correction of it under a fresh id. */
export function correction(version: Version | Recent, id: string, started: number): Entry {
  return {
    id,
    kind: version.kind,
    kindVersion: version.kind_version,
    place: version.place.code,
    happened: version.happened,
    makesUp: version.makes_up ?? "",
    doers: version.doers.map(({ who, role, of }) => ({ who, role, of })),
    about: [...version.about],
    raw: Object.fromEntries(version.values.map((one) => [one.id, one.typed])),
    text: version.text,
    files: version.files.map((one) => one.sha256),
    replaces: version.id,
    due: "",
    started,
  };
}

/** What is missing, by the name of the input. */
export function missing(entry: Entry, kind: Kind, today: string): Record<string, string> {
  const problems: Record<string, string> = {};
  if (!entry.place) problems["place"] = "请选择地点。";
  if (!entry.doers.length) problems["doers"] = "请至少选一个单位或本人。";
  if (!entry.happened) problems["happened"] = "请选择日期。";
  else if (today && entry.happened > today) problems["happened"] = "日期还没有到，请核对。";
  if (entry.happened && entry.makesUp > entry.happened) problems["makes_up"] = "补做只能补以前的，请核对两个日期；不是补做就留空。";
  for (const field of kind.fields) {
    if (!field.optional && !entry.raw[field.id]?.trim()) problems[`values.${field.id}`] = `请${field.type === "choice" ? "选择" : "填写"}${field.title}。`;
  }
  return problems;
}

/** Why a text is longer than the ledger takes, "" for one that fits; nobody cuts it but who wrote it. */
export function tooLong(text: string, most: number): string {
  const count = [...text.normalize("NFC").trim()].length;
  return count > most ? `写了${count}字，最多${most}字，请再删去${count - most}字。写下的都还在，没有截断。` : "";
}

/** What is too long, by the name of the input. */
export function overlong(entry: Entry, { text, field }: Pick<Limits, "text" | "field">): Record<string, string> {
  const named = [["text", entry.text, text] as const, ...Object.entries(entry.raw).map(([id, raw]) => [`values.${id}`, raw, field] as const)];
  return Object.fromEntries(named.flatMap(([name, raw, most]) => (tooLong(raw, most) ? [[name, tooLong(raw, most)]] : [])));
}

/** What was typed into inputs the kind has no more: its form was changed since the entry was begun. */
export function leftOver(entry: Entry, kind: Kind): string[] {
  const known = new Set(kind.fields.map((one) => one.id));
  return Object.entries(entry.raw).flatMap(([name, raw]) => (raw.trim() && !known.has(name) ? [raw.trim()] : []));
}

/** The entry as the form of this kind says it, without what the form has no input for. */
export function fitted(entry: Entry, kind: Kind): Entry {
  const known = kind.fields.map((one) => one.id).filter((name) => name in entry.raw);
  return { ...entry, kindVersion: kind.version, raw: Object.fromEntries(known.map((name) => [name, entry.raw[name] ?? ""])) };
}

/** The draft as it goes over the line; amounts stay as typed, the server reads them. */
export function draftOf(entry: Entry): Draft {
  const said = Object.entries(entry.raw).map(([name, raw]) => [name, raw.normalize("NFC").trim()] as const);
  return {
    kind: entry.kind,
    kind_version: entry.kindVersion,
    doers: entry.doers.map(({ who, role, of }) => ({ who, role, of })),
    place: entry.place,
    happened: entry.happened,
    makes_up: entry.makesUp || null,
    about: [...entry.about].sort(),
    values: Object.fromEntries(said.filter(([, raw]) => raw)),
    text: entry.text.normalize("NFC").trim(),
    files: [...entry.files],
    replaces: entry.replaces ? [entry.replaces] : [],
  };
}

/** A party somebody may name as the doer. */
export interface PartyChoice {
  readonly id: string;
  readonly name: string;
  readonly mine: boolean;
}

/** Parties paired with a place, then one's own, then those the entry names already. */
export function partiesAt(work: Workbook, entry: Entry, names: ReadonlyMap<string, string>): PartyChoice[] {
  const own = new Map(work.me.acts_for.map((one) => [one.id, one.name]));
  const found = new Map<string, string>();
  for (const pairing of work.pairings) {
    if (within(entry.place, pairing.place.code)) for (const one of pairing.actors) found.set(one.id, one.name);
  }
  for (const [id, name] of own) found.set(id, name);
  for (const one of entry.doers) {
    const id = one.of || one.who;
    if (!found.has(id)) found.set(id, names.get(id) ?? id);
  }
  return [...found].map(([id, name]) => ({ id, name, mine: own.has(id) }));
}

/** Whether a place lies in another, by their codes. */
export function within(place: string, target: string): boolean {
  const prefix = target.replace(/(?:000)+$/, "");
  return place !== "" && place.padEnd(VILLAGE_DIGITS, "0").startsWith(prefix);
}

/** Households one may name at a place, and those the entry names already. */
export function subjectsAt(
  work: Workbook,
  entry: Pick<Entry, "place" | "about">,
  names: ReadonlyMap<string, string>,
): { id: string; name: string }[] {
  const found = new Map<string, string>();
  for (const pairing of work.pairings) {
    if (within(entry.place, pairing.place.code)) for (const one of pairing.subjects) found.set(one.id, one.name);
  }
  for (const id of entry.about) if (!found.has(id)) found.set(id, names.get(id) ?? id);
  return [...found].map(([id, name]) => ({ id, name }));
}
