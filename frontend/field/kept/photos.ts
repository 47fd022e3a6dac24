/** A picture as the phone keeps it: drawn anew as a small JPEG without EXIF, named by its sha256. */

import { sha256 } from "./digest";

export const CHUNK = 262_144; // bytes sent at a time
export const LARGEST = 1_000_000; // bytes, as kept by the ledger
export const LONGEST_SIDE = 2000; // pixels
const MOST_PIXELS = 80_000_000; // as chosen; more fills the memory of a small phone
const PLENTY = 16_000_000; // above this a picture is decoded smaller from the start
const HEADER = 262_144; // bytes in which the size of a picture is told
const QUALITIES = [0.85, 0.75, 0.65, 0.5];
const SHRINK = 0.75;

export interface Photo {
  readonly sha256: string;
  readonly data: Blob;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What draws: the browser's own by default; a test hands in its own. */
export interface Easel {
  decode(file: Blob, options: ImageBitmapOptions): Promise<ImageBitmap>;
  jpeg(picture: ImageBitmap, size: Size, quality: number): Promise<Blob | null>;
}

/** A file that cannot be kept as a photo; `message` says in Chinese why and what to do. */
export class NotAPhoto extends Error {}

/** The photo a chosen file becomes; `NotAPhoto` when it is none or cannot be read here. */
export async function photoOf(file: Blob, easel: Easel = BROWSER): Promise<Photo> {
  const picture = await decoded(file, easel);
  try {
    return await smallEnough(picture, easel);
  } finally {
    picture.close();
  }
}

async function decoded(file: Blob, easel: Easel): Promise<ImageBitmap> {
  if (file.size === 0) throw new NotAPhoto("这个文件是空的，没有收下。请重新选一张照片。");
  const head = new Uint8Array(await file.slice(0, HEADER).arrayBuffer());
  const size = sizeOf(head);
  if (size && size.width * size.height > MOST_PIXELS) {
    throw new NotAPhoto("这张照片的像素太多，手机装不下。请在相机里选普通分辨率重拍，或先截屏再选。");
  }
  try {
    return await easel.decode(file, { imageOrientation: "from-image", ...narrowed(size) });
  } catch {
    throw new NotAPhoto(whyUnreadable(head));
  }
}

/** Asks for a smaller picture while decoding; how the camera was held turns width and height. */
function narrowed(size: Size | null): ImageBitmapOptions {
  if (!size || size.width * size.height <= PLENTY) return {};
  const scale = LONGEST_SIDE / Math.min(size.width, size.height);
  return { resizeWidth: Math.round(size.width * Math.min(scale, 1)), resizeQuality: "high" };
}

function whyUnreadable(head: Uint8Array): string {
  const brand = String.fromCharCode(...head.subarray(4, 12));
  if (/^ftyp(?:hei|hev|mif|msf)/.test(brand)) {
    return "这是 heic 格式的照片，这部手机的浏览器读不了。请在相机设置里把格式改为“兼容性最佳”，或先截屏再选。";
  }
  if (sizeOf(head)) return "照片不完整或已损坏，没有收下。请重新选原照片，或重拍一张。";
  return "这个文件不是照片，没有收下。请选照片；其他文件请回办公室在电脑上添加。";
}

async function smallEnough(picture: ImageBitmap, easel: Easel): Promise<Photo> {
  let size = fitted(picture, LONGEST_SIDE);
  for (;;) {
    for (const quality of QUALITIES) {
      const data = await easel.jpeg(picture, size, quality);
      if (!data) throw new NotAPhoto("手机内存不够，照片没有收下。请关掉几个应用后再选一次。");
      if (data.size <= LARGEST) {
        return { sha256: await sha256(await data.arrayBuffer()), data, ...size };
      }
    }
    size = fitted(size, Math.floor(Math.max(size.width, size.height) * SHRINK));
  }
}

/** The size with its longer side at most `longest`, never enlarged, the shape kept. */
export function fitted({ width, height }: Size, longest: number): Size {
  const scale = Math.min(1, longest / Math.max(width, height));
  const side = (value: number) => Math.max(1, Math.round(value * scale));
  return { width: side(width), height: side(height) };
}

/** The size a JPEG or PNG tells at its beginning, before the camera's turning; null for others. */
export function sizeOf(head: Uint8Array): Size | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.length >= 24 && view.getUint32(0) === 0x89504e47) {
    return { width: view.getUint32(16), height: view.getUint32(20) };
  }
  if (head.length < 4 || view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at + 9 <= head.length && head[at] === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = head[at + 1] ?? 0;
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
  }
  return null;
}

/** How many chunks a file of `size` bytes is sent in. */
export function chunksOf(size: number): number {
  return Math.ceil(size / CHUNK);
}

/** Chunk `n` of a file, without reading the rest of it. */
export function chunk(data: Blob, n: number): Blob {
  return data.slice(n * CHUNK, (n + 1) * CHUNK);
}

/** The chunks still to be sent when the other side has these. */
export function missing(size: number, have: readonly number[]): number[] {
  const there = new Set(have);
  return Array.from({ length: chunksOf(size) }, (_, n) => n).filter((n) => !there.has(n));
}

const BROWSER: Easel = {
  decode: (file, options) => createImageBitmap(file, options),
  async jpeg(picture, size, quality) {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, size);
    const pen = canvas.getContext("2d");
    if (!pen) return null;
    pen.fillStyle = "white"; // what is see-through would turn black
    pen.fillRect(0, 0, size.width, size.height);
    pen.imageSmoothingQuality = "high";
    pen.drawImage(picture, 0, 0, size.width, size.height);
    const data = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", quality));
    canvas.width = canvas.height = 0; // gives the memory back at once
    return data;
  },
};
