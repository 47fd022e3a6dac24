import { defineConfig } from "vite";

import { iconSprite } from "./build-steps/icons.ts";
import { nothingEvaluated, onlyWhatIsNeeded } from "./build-steps/trim.ts";

const PAGES = "../src/tongxing/pages";

export default defineConfig({
  base: "./",
  plugins: [
    onlyWhatIsNeeded([
      `${PAGES}/desk/**/*.jinja`,
      `${PAGES}/desk/**/*.py`,
      `${PAGES}/templating.py`,
      "desk/**/*.ts",
    ]),
    nothingEvaluated(),
    iconSprite(`${PAGES}/desk`, "node_modules/@tabler/icons/icons/outline"),
  ],
  css: { transformer: "lightningcss" },
  build: {
    target: "es2022",
    outDir: `${PAGES}/desk/static/desk`,
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
        codeSplitting: false,
      },
    },
  },
});
