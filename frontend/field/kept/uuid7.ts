/** A record's id, made where the record is written: so a retry can never double it. */

const LATEST = 2 ** 48 - 1; // milliseconds a version 7 id can hold

/**
 * A UUIDv7 for the moment `now` (milliseconds), with `random` (ten bytes) for the rest.
 *
 * The phone's clock may be wrong by years: the id stays one of its kind and as good as any,
 * since only its random part has to differ.
 */
export function uuid7(now: number, random = crypto.getRandomValues(new Uint8Array(10))): string {
  const moment = Number.isFinite(now) ? Math.min(Math.max(Math.trunc(now), 0), LATEST) : 0;
  const bytes = new Uint8Array(16);
  for (let n = 0; n < 6; n += 1) bytes[n] = Math.floor(moment / 2 ** (8 * (5 - n))) % 256;
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
