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

/** What it says of the most pressing of `count`, whose last day has `left` days to go and is said `last`. */
export function reminderSaid(first: { readonly title: string; readonly overdue: boolean; readonly left: number }, count: number, last: string): string {
  const what = `本周提醒：${first.title}${count > 1 ? `等${count}项` : ""}`;
  if (first.left < 0) return `${what}已过期限，最近的是${last}。`;
  return first.overdue ? `${what}要抓紧，最近的已逾期，可以补到${last}。` : `${what}快到期限，最近的是${last}。`;
}

function quiet(now: Moment): boolean {
  return weekdayOf(now.day) >= SATURDAY || now.hour < WORK_BEGINS || now.hour >= WORK_ENDS;
}

function mondayBefore(day: string): number {
  return dayNumber(day) - weekdayOf(day) + 1;
}
