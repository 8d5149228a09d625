// Lighthouse on pages of a built site: node lighthouse.mjs '{"site": FOLDER, "chrome": PATH, "pages": […], …}'
// prints {page: {"scores": [{category: 0–1}…], "short": [what a category lost points for]}} as JSON.
// It serves the folder as static hosts do (compressed, HTTP/1.1 kept alive) and asks nobody else.

import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import * as chromeLauncher from "chrome-launcher";
import lighthouse from "lighthouse";

const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
  ".json": "application/json", ".svg": "image/svg+xml", ".xml": "application/xml", ".txt": "text/plain; charset=utf-8",
  ".woff2": "font/woff2", ".png": "image/png", ".jpg": "image/jpeg",
};
const SMALL = /^(text|application\/(json|xml)|image\/svg)/; // what shrinks when compressed

const packed = new Map();

async function compressed(file) {
  if (!packed.has(file)) packed.set(file, gzipSync(await readFile(file), { level: 6 }));
  return packed.get(file);
}

function served(folder) {
  return createServer(async (request, response) => {
    let file = join(folder, decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    const found = await stat(file).catch(() => null);
    if (found?.isDirectory()) file = join(file, "index.html");
    if (!found || !(await stat(file).catch(() => null))) return response.writeHead(404).end();
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    const headers = { "content-type": type, "cache-control": "max-age=600" };
    if (!SMALL.test(type)) return createReadStream(file).pipe(response.writeHead(200, headers));
    response.writeHead(200, { ...headers, "content-encoding": "gzip" }).end(await compressed(file));
  });
}

function shortfalls(report) {
  return Object.values(report.categories).flatMap((category) =>
    category.auditRefs.flatMap(({ id, weight }) => {
      const audit = report.audits[id];
      const lost = weight > 0 && audit.score !== null && audit.score < 1;
      return lost ? [`${category.id}: ${id} ${audit.score} ${audit.displayValue ?? audit.title}`] : [];
    }),
  );
}

// What is not a matter of speed needs no slow connection and no waiting for quiet.
const AT_ONCE = {
  throttlingMethod: "provided", pauseAfterFcpMs: 0, pauseAfterLoadMs: 0, networkQuietThresholdMs: 0, cpuQuietThresholdMs: 0,
  maxWaitForLoad: 4000,
};

const { site, chrome: chromePath, flags = [], pages, categories, runs = 1 } = JSON.parse(process.argv[2]);
const waiting = categories.includes("performance") ? {} : AT_ONCE;
const server = served(site);
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const chrome = await chromeLauncher.launch({ chromePath, chromeFlags: flags, logLevel: "silent" });
const found = {};
try {
  for (const page of pages) {
    found[page] = { scores: [], short: [] };
    for (let run = 0; run < runs; run++) {
      const address = `http://127.0.0.1:${server.address().port}${page}`;
      const { lhr } = await lighthouse(address, { port: chrome.port, logLevel: "error", onlyCategories: categories, ...waiting });
      if (lhr.runtimeError) throw new Error(`${page}: ${lhr.runtimeError.message}`);
      found[page].scores.push(Object.fromEntries(Object.entries(lhr.categories).map(([id, { score }]) => [id, score])));
      found[page].short = shortfalls(lhr);
    }
  }
} finally {
  chrome.kill();
  server.close();
  server.closeAllConnections();
}
console.log(JSON.stringify(found));
