/** What is taken out of Tabler and htmx on the way into the build. */
import { PurgeCSS } from "purgecss";
import type { Plugin } from "vite";

/** Keeps of Tabler only what a template, a page or a script names; our own rules stay whole. */
export function onlyWhatIsNeeded(content: string[]): Plugin {
  return {
    name: "only-what-is-needed",
    enforce: "pre",
    async transform(code, id) {
      if (!id.endsWith("/tabler.css")) return null;
      const [kept] = await new PurgeCSS().purge({
        content,
        css: [{ raw: code }],
        keyframes: true,
        safelist: { standard: ["show", "active", "disabled", "htmx-request"] },
      });
      return { code: kept?.css ?? code, map: null };
    },
  };
}

const MAKES_CODE = /\beval\(|(?:new )?\bFunction\((?=['c])/g;

/** Our pages switch htmx's evaluation off; here the calls themselves are taken out. */
export function nothingEvaluated(): Plugin {
  return {
    name: "nothing-evaluated",
    transform(code, id) {
      if (!id.endsWith("/htmx.esm.js")) return null;
      return { code: code.replace(MAKES_CODE, "refuseToEvaluate(") + REFUSAL, map: null };
    },
  };
}

const REFUSAL = `
function refuseToEvaluate() { throw new Error("evaluation is switched off") }
`;
