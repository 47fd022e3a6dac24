/** Where an arrow key leads in a list of suggestions: pure, so that it can be read and tested. */

/** The place a key leads to, round at both ends, or null when the key does not move. */
export function moved(at: number, key: string, length: number): number | null {
  if (length === 0) return null;
  if (key === "ArrowDown") return (at + 1) % length;
  if (key === "ArrowUp") return (at <= 0 ? length : at) - 1;
  return null;
}
