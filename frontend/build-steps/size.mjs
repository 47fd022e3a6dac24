// Refuses a build whose first load (compressed) is above the limits of the design.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const pages = join(dirname(fileURLToPath(import.meta.url)), "../../src/tongxing/pages");
const LOADS = [
  { page: "desk", files: ["desk.css", "desk.js"], limit: 150 },
  // All of it: the shell's own page is below 1 kB, icons are loaded by the home screen only.
  { page: "field", files: ["field.css", "field.js", "sw.js", "icon-192.png"], limit: 100 },
];

for (const { page, files, limit } of LOADS) {
  const sizes = files.map((name) => gzipSync(readFileSync(join(pages, page, "static", page, name)), { level: 9 }).length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const each = files.map((name, n) => `${name} ${((sizes[n] ?? 0) / 1000).toFixed(1)}`).join(", ");
  console.log(`${page}: first load ${(total / 1000).toFixed(1)} kB of ${limit} kB gzip (${each})`);
  if (total > limit * 1000) process.exitCode = 1;
}
