/** Whether the same seems recorded already, from what this phone knows: a hint, never a block. */

import { dayNumber } from "../days";

/** What is compared of a record, waiting or sent. */
export interface Told {
  readonly id: string;
  readonly kind: string;
  readonly place: string;
  readonly happened: string;
  readonly text: string;
  /** Values as typed or printed, by field. */
  readonly values: Readonly<Record<string, string>>;
}

const ALIKE = 0.5; // share of pairs of characters two sentences have in common

/**
 * The records that seem to tell the same as `draft`: kind and place are the same, the day is, or
 * the day beside it where a value or the sentence is alike too.
 */
export function seemsKnown(draft: Told, others: readonly Told[]): readonly Told[] {
  return others.filter((one) => {
    if (one.id === draft.id || one.kind !== draft.kind || one.place !== draft.place) return false;
    const days = Math.abs(dayNumber(one.happened) - dayNumber(draft.happened));
    return days === 0 || (days === 1 && (sameValue(draft, one) || alike(draft.text, one.text) >= ALIKE));
  });
}

function sameValue(one: Told, other: Told): boolean {
  return Object.entries(one.values).some(([field, value]) => value.trim() !== "" && bare(value) === bare(other.values[field] ?? ""));
}

/** The digits and marks of a value, without its unit and spaces. */
function bare(value: string): string {
  return value.normalize("NFKC").replace(/[\s,]|(?:人次|[户人名位元块钱件处株棵亩天])+$/g, "");
}

/** How much two sentences have in common, 0 to 1: the pairs of characters they share. */
export function alike(one: string, other: string): number {
  const [left, right] = [pairs(one), pairs(other)];
  if (!left.size || !right.size) return 0;
  const shared = [...left].filter((pair) => right.has(pair)).length;
  return (2 * shared) / (left.size + right.size);
}

/** Every two neighbouring characters of a sentence, punctuation left out. */
export function pairs(sentence: string): ReadonlySet<string> {
  const characters = [...sentence.normalize("NFKC").replace(/[\s\p{P}]/gu, "")];
  return new Set(characters.slice(1).map((one, n) => `${characters[n]}${one}`));
}
