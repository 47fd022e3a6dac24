/** One SVG sprite of only the icons the templates name, as `icon("home")`; @tabler/icons, MIT. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const NAMED = /\bicon(?:=|\(\s*)"([a-z0-9-]+)"/g;

function namesIn(folder: string): string[] {
  const names = new Set<string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(jinja|py)$/.test(entry.name)) continue;
    const text = readFileSync(join(entry.parentPath, entry.name), "utf8");
    for (const match of text.matchAll(NAMED)) names.add(match[1] ?? "");
  }
  return [...names].sort();
}

function symbol(icons: string, name: string): string {
  const svg = readFileSync(join(icons, `${name}.svg`), "utf8");
  const inner = svg.replace(/<!--[\s\S]*?-->/g, "").replace(/<svg[\s\S]*?>/, "");
  const paths = inner.replace("</svg>", "").replace(/\s+/g, " ").trim();
  return `<symbol id="${name}" viewBox="0 0 24 24">${paths}</symbol>`;
}

export function iconSprite(templates: string, icons: string): Plugin {
  return {
    name: "icon-sprite",
    generateBundle() {
      const symbols = namesIn(templates).map((name) => symbol(icons, name));
      const source = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
      this.emitFile({ type: "asset", fileName: "icons.svg", source });
    },
  };
}
