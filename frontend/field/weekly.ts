/** When the one quiet reminder of the week is shown: on the page, never as a push. */

import { dayNumber, weekdayOf } from "./days";

const WORK_BEGINS = 8; // o'clock; before and after these hours nobody is reminded of work
const WORK_ENDS = 18;
const SATURDAY = 6;

export interface Moment {
  /** ISO day on the wall calendar. */
  readonly day: string;
  /** Hour of that day, 0 to 23. */
  readonly hour: number;
}

/**
 * Whether to remind now: something is due, it is a working hour from Monday to Friday, and this
 * week (from Monday) has not seen a reminder yet. `last` is the ISO day of the last one.
 *
 * A `last` that lies in the future comes from a clock that was wrong, and counts for nothing.
 */
export function reminderDue(now: Moment, last: string | null, due: number): boolean {
  if (due <= 0 || quiet(now)) return false;
  if (last === null || last > now.day) return true;
  return mondayBefore(last) !== mondayBefore(now.day);
}

function quiet(now: Moment): boolean {
  return weekdayOf(now.day) >= SATURDAY || now.hour < WORK_BEGINS || now.hour >= WORK_ENDS;
}

function mondayBefore(day: string): number {
  return dayNumber(day) - weekdayOf(day) + 1;
}
