/** The phone page: `--mode field` builds its script and style, `--mode worker` its service worker. */
import { defineConfig } from "vite";

export default defineConfig(({ mode }) => {
  const worker = mode === "worker";
  return {
    base: "./",
    publicDir: worker ? false : "field/public",
    css: { transformer: "lightningcss" },
    build: {
      target: "es2022",
      outDir: "../src/tongxing/pages/field/static/field",
      emptyOutDir: !worker,
      cssCodeSplit: false,
      cssMinify: "lightningcss",
      modulePreload: false,
      rollupOptions: {
        input: worker ? "field/sw.ts" : "field/main.ts",
        output: {
          // No module: of a module in a worker's cache Chromium uses no compiled form (decision 0038).
          format: "iife",
          // Fixed names: Django's manifest storage adds the hash.
          entryFileNames: worker ? "sw.js" : "field.js",
          assetFileNames: "field[extname]",
          codeSplitting: false,
        },
      },
    },
  };
});
