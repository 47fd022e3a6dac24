/** What is written here names kinds, places and parties that the latest workbook may tell no more: their words stay. */

import type { Entry } from "../entry";
import type { Kind, Workbook } from "../shapes";

/** Of what is on this phone and nowhere else: the forms it was written in, and what its ids are called. */
export interface Former {
  readonly kinds: readonly Kind[];
  readonly names: Readonly<Record<string, string>>;
}

export const NOTHING: Former = { kinds: [], names: {} };

/** Names of the parties, households and places a workbook mentions, by id. */
export function namesOf(work: Workbook): Map<string, string> {
  const found = new Map<string, string>();
  for (const one of work.recent) {
    found.set(one.place.code, one.place.name);
    for (const doer of one.doers) found.set(doer.who, doer.name).set(doer.of, doer.of_name);
  }
  for (const one of work.pairings) {
    found.set(one.place.code, one.place.name);
    for (const { id, name } of [...one.actors, ...one.subjects]) found.set(id, name);
  }
  for (const one of work.me.acts_for) found.set(one.id, one.name);
  for (const one of work.places) found.set(one.code, one.name);
  return found.set(work.me.person, work.me.name);
}

/** What of `entries` only the workbook before could tell: a pairing ended, an account was granted elsewhere. */
export function former(before: { readonly body: Workbook; readonly former?: Former } | undefined, now: Workbook, entries: readonly Entry[]): Former {
  if (!before) return NOTHING;
  const { kinds, names } = before.former ?? NOTHING;
  const used = new Set(entries.map((one) => one.kind));
  const lost = [...before.body.kinds, ...kinds].filter((one) => used.has(one.id) && !now.kinds.some((other) => other.id === one.id));
  const [then, told] = [new Map([...Object.entries(names), ...namesOf(before.body)]), namesOf(now)];
  const ids = entries.flatMap((one) => [one.place, ...one.about, ...one.doers.flatMap(({ who, of }) => [who, of])]);
  return {
    kinds: lost,
    names: Object.fromEntries(ids.flatMap((id) => (then.has(id) && !told.has(id) ? [[id, then.get(id) ?? ""]] : []))),
  };
}
