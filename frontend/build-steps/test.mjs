// Runs desk/*.test.ts on any Node we support: types are taken off, nothing else is changed.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const plain = join(root, "node_modules/.tests");
rmSync(plain, { recursive: true, force: true });
mkdirSync(plain, { recursive: true });
writeFileSync(join(plain, "package.json"), '{"type":"module"}');

const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
const names = readdirSync(join(root, "desk")).filter((name) => /(?<!\.d)\.ts$/.test(name));
for (const name of names) {
  const text = readFileSync(join(root, "desk", name), "utf8").replace(/(from "\.\/\w+)\.ts"/g, '$1.js"');
  const code = ts.transpileModule(text, { compilerOptions: options }).outputText;
  writeFileSync(join(plain, name.replace(/\.ts$/, ".js")), code);
}
const tests = names.filter((name) => name.endsWith(".test.ts"));
const files = tests.map((name) => join(plain, name.replace(/\.ts$/, ".js")));
process.exitCode = spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit" }).status ?? 1;
