// Builds one SVG sprite of only the icons the templates name: `icon("home")` in a template,
// or `data-icon="home"`. Source: @tabler/icons (MIT). Run before every build.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const pages = join(here, "../../src/tongxing/pages/desk");
const outline = join(here, "../node_modules/@tabler/icons/icons/outline");
const target = join(here, "../public/icons.svg");

const files = readdirSync(pages, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(jinja|py)$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name));

const names = new Set();
for (const file of files) {
  for (const match of readFileSync(file, "utf8").matchAll(/\bicon(?:=|\(\s*)"([a-z0-9-]+)"/g)) {
    names.add(match[1]);
  }
}

const symbols = [...names].sort().map((name) => {
  const svg = readFileSync(join(outline, `${name}.svg`), "utf8");
  const inner = svg
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<svg[\s\S]*?>/, "")
    .replace("</svg>", "")
    .replace(/\s+/g, " ")
    .trim();
  return `<symbol id="${name}" viewBox="0 0 24 24">${inner}</symbol>`;
});

mkdirSync(dirname(target), { recursive: true });
writeFileSync(target, `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
console.log(`icons.svg: ${symbols.length} icons`);
