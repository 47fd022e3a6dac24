// Runs every *.test.ts, or those named, on any Node we support: types are taken off, nothing else.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const plain = mkdtempSync(join(root, "node_modules/.tests-"));
const named = process.argv.slice(2);
writeFileSync(join(plain, "package.json"), '{"type":"module"}');

const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
const tests = [];
for (const page of ["desk", "field"]) {
  const names = readdirSync(join(root, page), { recursive: true }).filter((name) => /(?<!\.d)\.ts$/.test(name));
  for (const name of names) {
    const text = readFileSync(join(root, page, name), "utf8").replace(/(from "\.{1,2}\/[\w/-]+)(?:\.ts)?"/g, '$1.js"');
    const code = ts.transpileModule(text, { compilerOptions: options }).outputText;
    const made = join(plain, page, name.replace(/\.ts$/, ".js"));
    mkdirSync(dirname(made), { recursive: true });
    writeFileSync(made, code);
    const wanted = !named.length || named.includes(`${page}/${name}`);
    if (name.endsWith(".test.ts") && wanted) tests.push(made);
  }
}
// Beside the front end, so that a test finds what it shares with Python.
const run = { stdio: "inherit", cwd: root };
process.exitCode = spawnSync(process.execPath, ["--test", ...tests], run).status ?? 1;
rmSync(plain, { recursive: true });
