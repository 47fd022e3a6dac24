/** What day it is, when the phone's own clock may be wrong by years. */

import { dayOf } from "./days";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BEIJING = 8 * HOUR; // ahead of UTC, all year round
const LONGEST_AWAY = 60 * DAY; // without the server; after that the day is shown for checking

/** A moment told by the server, and what the phone's clocks said just then. */
export interface Learned {
  readonly server: number; // milliseconds since 1970
  readonly wall: number; // the phone's clock then
  readonly seen: number; // the latest the phone's clock has said since
}

/** `sure` is false when the day should be checked by whoever writes it down. */
export interface Reckoned {
  readonly at: number;
  readonly sure: boolean;
}

/** What the server's `now` teaches at `wall`; null when it cannot be read. */
export function learned(now: string, wall: number): Learned | null {
  const server = Date.parse(now);
  return Number.isFinite(server) ? { server, wall, seen: wall } : null;
}

/**
 * The moment it is, reckoned from what the server last told.
 *
 * A clock that went back since is not believed, nor one that is ahead by more than a phone stays
 * away; before the server has told anything, the phone's own clock is all there is.
 */
export function reckon(known: Learned | null, wall: number): Reckoned {
  if (!known) return { at: wall, sure: false };
  const gone = wall - known.wall;
  if (gone < 0 || wall < known.seen - HOUR) return { at: known.server + Math.max(0, known.seen - known.wall), sure: false };
  return { at: known.server + gone, sure: gone <= LONGEST_AWAY };
}

/** What is known after the phone's clock was seen to say `wall`. */
export function seen(known: Learned, wall: number): Learned {
  return wall > known.seen ? { ...known, seen: wall } : known;
}

/** The day of a moment in Beijing. */
export function dayAt(at: number): string {
  return dayOf(Math.floor((at + BEIJING) / DAY));
}

/** The hour of that day, 0 to 23. */
export function hourAt(at: number): number {
  return new Date(at + BEIJING).getUTCHours();
}
