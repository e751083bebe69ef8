// A new version of the app, made from the one at hand: what a build would change, changed in a copy.

import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/** Changes one file of the app and stamps the worker anew. */
export function release(folder, url, change) {
  const file = path.join(folder, url);
  const text = change(fs.readFileSync(file, "utf8"));
  fs.writeFileSync(file, text);
  for (const ending of [".br", ".gz"]) fs.rmSync(file + ending, { force: true });
  const digest = crypto.createHash("sha256").update(text).digest("hex");
  const worker = path.join(folder, "sw.js");
  const stamped = fs
    .readFileSync(worker, "utf8")
    .replace(/^const FILES = (.*);$/m, (_, rows) => {
      const files = JSON.parse(rows).map((row) => (row[0] === url ? [url, digest, Buffer.byteLength(text)] : row));
      return `const FILES = ${JSON.stringify(files)};`;
    })
    .replace(/^const BUILD = .*$/m, `const BUILD = "${digest.slice(0, 16)}";`);
  fs.writeFileSync(worker, stamped);
  for (const ending of [".br", ".gz"]) fs.rmSync(worker + ending, { force: true });
}
