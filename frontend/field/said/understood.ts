/** What a sentence changes in a form, while it is written: what is empty, and what it filled before. */

import { ofPairing } from "../entry";
import type { Entry } from "../entry";
import { sayDay } from "../saying";
import type { Kind, Workbook } from "../shapes";
import { suggest } from "./suggest";

const [DAY, PLACE] = ["happened", "place"]; // among what the sentence filled, beside the fields

export interface Understood {
  readonly change: Partial<Entry>;
  readonly said: string;
}

/**
 * What the sentence fills, and takes back where the rest of it makes unclear what its beginning said.
 *
 * `taken` notes what it filled itself: only that may it fill again.
 */
export function understood(work: Workbook, kind: Kind, entry: Entry, taken: Map<string, string>, today: string): Understood | null {
  const guess = suggest(entry.text, work, today, kind.id);
  const raw = { ...entry.raw };
  const [filled, emptied]: [string[], string[]] = [[], []];
  const note = (name: string, value: string): unknown => (value ? taken.set(name, value) : taken.delete(name));
  for (const field of kind.fields) {
    const [value, now] = [guess.values[field.id] ?? "", raw[field.id] ?? ""];
    if (now === value || (now && now !== taken.get(field.id))) continue;
    raw[field.id] = value;
    note(field.id, value);
    if (value) filled.push(`${field.title}：${field.choices.find((one) => one.id === value)?.title ?? value}`);
    else emptied.push(field.title);
  }
  const day = entry.happened === (taken.get(DAY) ?? today) ? guess.happened || today : entry.happened;
  const moved = day !== entry.happened;
  if (moved) note(DAY, guess.happened);
  if (moved) filled.push(`日期：${sayDay(day, today)}`);
  const free = !entry.place || entry.place === taken.get(PLACE);
  const pairing = free ? work.pairings.find((one) => one.key === guess.pairing && one.place.code !== entry.place) : undefined;
  if (pairing) note(PLACE, pairing.place.code);
  if (pairing) filled.push(`地点：${pairing.place.name}`);
  const said = [
    filled.length ? `按这句话填好了${filled.join("，")}，请核对。` : "",
    emptied.length ? `${emptied.join("、")}这句话没有说清，没有替您填。` : "",
  ].join("");
  return said ? { change: { raw, ...(moved ? { happened: day } : {}), ...(pairing ? ofPairing(work, pairing) : {}) }, said } : null;
}
