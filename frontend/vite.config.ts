import { PurgeCSS } from "purgecss";
import { defineConfig } from "vite";
import type { Plugin } from "vite";

const CONTENT = [
  "../src/tongxing/pages/desk/**/*.jinja",
  "../src/tongxing/pages/desk/**/*.py",
  "../src/tongxing/pages/templating.py",
  "desk/**/*.ts",
];

/** Keeps of Tabler only what a template, a page or a script names; our own rules stay whole. */
function onlyWhatIsNeeded(): Plugin {
  return {
    name: "only-what-is-needed",
    enforce: "pre",
    async transform(code, id) {
      if (!id.endsWith("/tabler.css")) return null;
      const [kept] = await new PurgeCSS().purge({
        content: CONTENT,
        css: [{ raw: code }],
        keyframes: true,
        safelist: { standard: ["show", "active", "disabled", "htmx-request"] },
      });
      return { code: kept?.css ?? code, map: null };
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [onlyWhatIsNeeded()],
  css: { transformer: "lightningcss" },
  build: {
    target: "es2022",
    outDir: "../src/tongxing/pages/desk/static/desk",
    emptyOutDir: true,
    cssCodeSplit: false,
    cssMinify: "lightningcss",
    modulePreload: false,
    rollupOptions: {
      input: "desk/main.ts",
      output: {
        // Fixed names: Django's manifest storage adds the hash.
        entryFileNames: "desk.js",
        assetFileNames: "desk[extname]",
        inlineDynamicImports: true,
      },
    },
  },
});
