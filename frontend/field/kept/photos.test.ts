import assert from "node:assert/strict";
import { test } from "node:test";

import { sha256 } from "./digest.ts";
import { CHUNK, LARGEST, NotAPhoto, chunk, chunksOf, fitted, missing, photoOf, sizeOf } from "./photos.ts";
import type { Easel, Size } from "./photos.ts";

const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc2, 0, 17, 8, 0x0f, 0xc0, 0x0b, 0xd0, 3, 0, 0);
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 2, 0, 0, 0, 1, 0);

interface Drawn extends Size {
  readonly quality: number;
}

/** An easel whose JPEGs weigh `bytesPerPixel` at full quality, and what was asked of it. */
function easel(size: Size, bytesPerPixel: number) {
  const asked = { drawn: [] as Drawn[], closed: 0, options: [] as ImageBitmapOptions[] };
  const made: Easel = {
    decode: async (_, options) => {
      asked.options.push(options);
      return { ...size, close: () => (asked.closed += 1) } as unknown as ImageBitmap;
    },
    jpeg: async (_, { width, height }, quality) => {
      asked.drawn.push({ width, height, quality });
      return new Blob([new Uint8Array(Math.round(width * height * bytesPerPixel * quality))]);
    },
  };
  return { made, asked };
}

test("a picture is drawn no longer than 2000 pixels and named by its bytes", async () => {
  const { made, asked } = easel({ width: 3024, height: 4032 }, 0.2);
  const photo = await photoOf(new Blob([JPEG]), made);
  assert.deepEqual([photo.width, photo.height], [1500, 2000]);
  assert.equal(photo.sha256, await sha256(await photo.data.arrayBuffer()));
  assert.deepEqual(asked.drawn, [{ width: 1500, height: 2000, quality: 0.85 }]);
  assert.equal(asked.closed, 1);
});

test("what stays above a megabyte is drawn plainer, then smaller", async () => {
  const { made, asked } = easel({ width: 2000, height: 2000 }, 0.9);
  const photo = await photoOf(new Blob([PNG]), made);
  assert.ok(photo.data.size <= LARGEST);
  assert.deepEqual(asked.drawn.map((one) => one.quality).slice(0, 5), [0.85, 0.75, 0.65, 0.5, 0.85]);
  assert.deepEqual([photo.width, photo.height], [1125, 1125]);
});

test("a very large picture is decoded smaller from the start, and a small one never enlarged", async () => {
  const large = Uint8Array.from(PNG);
  new DataView(large.buffer).setUint32(16, 9000);
  new DataView(large.buffer).setUint32(20, 6000);
  const one = easel({ width: 3000, height: 2000 }, 0.1);
  await photoOf(new Blob([large]), one.made);
  assert.deepEqual(one.asked.options, [
    { imageOrientation: "from-image", resizeWidth: 3000, resizeQuality: "high" },
  ]);
  const other = easel({ width: 512, height: 256 }, 0.1);
  const kept = await photoOf(new Blob([PNG]), other.made);
  assert.deepEqual([kept.width, kept.height, other.asked.options], [512, 256, [{ imageOrientation: "from-image" }]]);
});

test("what is no photo is refused in words a person can act on", async () => {
  const failing: Easel = { decode: () => Promise.reject(new Error("no")), jpeg: async () => null };
  const said = async (bytes: Uint8Array<ArrayBuffer>) =>
    photoOf(new Blob([bytes]), failing).then(
      () => "taken",
      (error: unknown) => (error instanceof NotAPhoto ? error.message : "other"),
    );
  assert.match(await said(new Uint8Array()), /是空的/);
  assert.match(await said(new TextEncoder().encode("一份名单")), /不是照片/);
  assert.match(await said(JPEG), /不完整或已损坏/);
  assert.match(await said(Uint8Array.from([0, 0, 0, 24, ...new TextEncoder().encode("ftypheic")])), /heic/);
  const huge = Uint8Array.from(PNG);
  new DataView(huge.buffer).setUint32(16, 20_000);
  new DataView(huge.buffer).setUint32(20, 20_000);
  assert.match(await said(huge), /像素太多/);
});

test("a phone out of memory says so, and the picture is let go", async () => {
  const { made, asked } = easel({ width: 10, height: 10 }, 1);
  await assert.rejects(photoOf(new Blob([PNG]), { ...made, jpeg: async () => null }), /内存不够/);
  assert.equal(asked.closed, 1);
});

test("sizes are read from JPEG and PNG, and from nothing else", () => {
  assert.deepEqual(sizeOf(JPEG), { width: 3024, height: 4032 });
  assert.deepEqual(sizeOf(PNG), { width: 512, height: 256 });
  assert.equal(sizeOf(JPEG.subarray(0, 12)), null);
  assert.equal(sizeOf(new TextEncoder().encode("GIF89a")), null);
});

test("a side is never less than one pixel", () => {
  assert.deepEqual(fitted({ width: 10_000, height: 2 }, 100), { width: 100, height: 1 });
});

test("a file goes in chunks, and only those that are missing", async () => {
  const data = new Blob([new Uint8Array(2 * CHUNK + 5)]);
  assert.equal(chunksOf(data.size), 3);
  assert.deepEqual([0, 1, 2].map((n) => chunk(data, n).size), [CHUNK, CHUNK, 5]);
  assert.deepEqual(missing(data.size, [1]), [0, 2]);
  assert.deepEqual(missing(data.size, [0, 1, 2]), []);
  assert.equal(chunksOf(CHUNK), 1);
});
