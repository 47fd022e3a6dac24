/** How full the phone is: warn early, and refuse new photos before records. */

const MEGABYTE = 1_000_000;
const WARN_LEFT = 60 * MEGABYTE;
const FULL_LEFT = 12 * MEGABYTE;
const WARN_SHARE = 0.8;
const FULL_SHARE = 0.95;

export type Level = "fine" | "low" | "full";

/** `full`: no new photos; records are small and are always tried. */
export function level(usage: number | undefined, quota: number | undefined): Level {
  if (!quota || usage === undefined) return "fine"; // a browser that does not tell
  const [left, share] = [quota - usage, usage / quota];
  if (left < FULL_LEFT || share > FULL_SHARE) return "full";
  return left < WARN_LEFT || share > WARN_SHARE ? "low" : "fine";
}

export async function measured(): Promise<Level> {
  try {
    const { usage, quota } = await navigator.storage.estimate();
    return level(usage, quota);
  } catch {
    return "fine";
  }
}

/** Whether this is what a full phone says as something is kept. */
export function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === "QuotaExceededError";
}

/** Asks once that the browser keep what is here; whether it does is up to it. */
export async function askToKeep(): Promise<void> {
  try {
    if (!(await navigator.storage.persisted())) await navigator.storage.persist();
  } catch {
    // An old browser has nothing to ask.
  }
}
