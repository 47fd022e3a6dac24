// Refuses a build whose first load (compressed CSS + JS) is above the limit of the design.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const LIMIT_KB = 150;
const built = join(dirname(fileURLToPath(import.meta.url)), "../../src/tongxing/pages/desk/static/desk");

let total = 0;
for (const name of ["desk.css", "desk.js"]) {
  const size = gzipSync(readFileSync(join(built, name)), { level: 9 }).length;
  total += size;
  console.log(`${name}: ${(size / 1000).toFixed(1)} kB gzip`);
}
console.log(`first load: ${(total / 1000).toFixed(1)} kB of ${LIMIT_KB} kB`);
process.exitCode = total > LIMIT_KB * 1000 ? 1 : 0;
