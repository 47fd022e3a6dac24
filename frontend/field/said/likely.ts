/** Every kind, the likely first: what the sentence, the due lines and the habit speak for. */

import type { Kind, Workbook } from "../shapes";
import { suggest } from "./suggest";

/** All kinds of the workbook; `text` may be "". */
export function likelyKinds(work: Workbook, text: string, today: string): Kind[] {
  const first = suggest(text, work, today).kinds;
  const rank = new Map(first.map((id, n) => [id, n]));
  return [...work.kinds].sort((one, other) => (rank.get(one.id) ?? first.length) - (rank.get(other.id) ?? first.length));
}
