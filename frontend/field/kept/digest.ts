/**
 * The one written form of what the phone hands in, and its hash.
 *
 * As the server writes it (records/ledger/canonical): keys in the order of their characters,
 * no spaces, strings in NFC, whole numbers only, no lone surrogates and no zero bytes.
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const DEEPEST = 8;
const ENCODER = new TextEncoder();

/** Something that has no one written form; the message is for the person who typed it. */
export class NotCanonical extends Error {}

/** Canonical JSON of `value`; `NotCanonical` on fractions, broken characters and zero bytes. */
export function canonical(value: Json): string {
  return written(value, 0);
}

/** Sha256, in hex, of the canonical JSON of `value`. */
export async function digest(value: Json): Promise<string> {
  return sha256(ENCODER.encode(canonical(value)));
}

/** Sha256 in hex. */
export async function sha256(bytes: BufferSource): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function written(value: Json, depth: number): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return text(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new NotCanonical("数字不能是小数，也不能过大");
    return JSON.stringify(value);
  }
  if (depth > DEEPEST) throw new NotCanonical("内容嵌套过深");
  if (isList(value)) return `[${value.map((one) => written(one, depth + 1)).join(",")}]`;
  const keys = new Map(Object.keys(value).map((key) => [key.normalize("NFC"), value[key]]));
  const parts = [...keys].sort(([one], [other]) => byCodePoint(one, other));
  return `{${parts.map(([key, one]) => `${text(key)}:${written(one ?? null, depth + 1)}`).join(",")}}`;
}

function isList(value: readonly Json[] | { readonly [key: string]: Json }): value is readonly Json[] {
  return Array.isArray(value);
}

/** Keys come in the order of their code points, which is that of their bytes. */
function byCodePoint(one: string, other: string): number {
  const [left, right] = [[...one], [...other]];
  const at = left.findIndex((character, n) => character !== right[n]);
  if (at < 0) return left.length - right.length;
  return (left[at]?.codePointAt(0) ?? -1) - (right[at]?.codePointAt(0) ?? -1);
}

function text(value: string): string {
  if (/[\ud800-\udfff]/u.test(value)) throw new NotCanonical("含有残缺字符，请删去后重新输入");
  if (value.includes("\0")) throw new NotCanonical("含有空字符，请删去后重新输入");
  return JSON.stringify(value.normalize("NFC"));
}
