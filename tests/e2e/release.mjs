// A new version of the app, made from the one at hand: what a build would change, changed in a copy.

import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";

const COMPRESSED = [".br", ".gz"];
/** As the endpoint tells a name that holds the hash of the content. */
const HASHED = /-([0-9a-f]{8,16})((?:_bg)?\.(?:wasm|js|css))$/;

/** Changes one file of the app and stamps the worker anew. */
export function release(folder, url, change) {
  write(path.join(folder, url), Buffer.from(change(fs.readFileSync(path.join(folder, url), "utf8"))));
  stamp(folder, new Map());
}

/**
 * Puts another text in the place of one that is compiled into the app. Each file in which that changes something gets its new
 * name, as in a build, and so does each that names it. Returns the new paths of those that are named by their content.
 */
export function reword(folder, from, to) {
  // What stands behind a text in a module must stay where it is.
  if (Buffer.byteLength(from) !== Buffer.byteLength(to)) throw new Error(`“${to}” is not as long as “${from}”`);
  const renamed = new Map();
  const changes = [[Buffer.from(from), Buffer.from(to)]];
  for (let at = 0; at < changes.length; at += 1) {
    for (const name of filesOf(folder).filter((name) => name !== "sw.js")) {
      const old = fs.readFileSync(path.join(folder, name));
      const content = replaced(old, ...changes[at]);
      if (content.equals(old)) continue;
      const [, hash] = HASHED.exec(name) ?? [];
      const next = hash ? name.replace(HASHED, `-${sha256(content).slice(0, hash.length)}$2`) : name;
      for (const ending of ["", ...COMPRESSED]) fs.rmSync(path.join(folder, name + ending), { force: true });
      write(path.join(folder, next), content);
      if (next === name) continue;
      changes.push([Buffer.from(name), Buffer.from(next)]);
      const [first] = [...renamed].find(([, last]) => last === `/${name}`) ?? [`/${name}`];
      renamed.set(first, `/${next}`);
    }
  }
  stamp(folder, renamed);
  return [...renamed.values()];
}

/** Tells the worker the files that there are now. */
function stamp(folder, renamed) {
  const file = path.join(folder, "sw.js");
  const worker = fs
    .readFileSync(file, "utf8")
    .replace(/^const FILES = (.*);$/m, (_, rows) => {
      const files = JSON.parse(rows).map(([old]) => {
        const url = renamed.get(old) ?? old;
        const content = fs.readFileSync(path.join(folder, url === "/" ? "index.html" : url));
        return [url, sha256(content), content.length];
      });
      return `const FILES = ${JSON.stringify(files)};`;
    });
  write(file, Buffer.from(worker.replace(/^const BUILD = .*$/m, `const BUILD = "${sha256(worker).slice(0, 16)}";`)));
}

/** A file with what is compressed of it, as far as browsers ask for that here. */
function write(file, content) {
  fs.writeFileSync(file, content);
  for (const ending of COMPRESSED) fs.rmSync(file + ending, { force: true });
  const packed = zlib.brotliCompressSync(content, { params: { [zlib.constants.BROTLI_PARAM_SIZE_HINT]: content.length } });
  if (packed.length < content.length) fs.writeFileSync(`${file}.br`, packed);
}

function filesOf(folder) {
  const all = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const names = all.map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)));
  return names.filter((name) => ![...COMPRESSED, ".dcb", ".png"].includes(path.extname(name)));
}

function replaced(content, from, to) {
  const parts = [];
  let begin = 0;
  for (let at = content.indexOf(from); at >= 0; at = content.indexOf(from, begin)) {
    parts.push(content.subarray(begin, at), to);
    begin = at + from.length;
  }
  return Buffer.concat([...parts, content.subarray(begin)]);
}

function sha256(content) {
  return crypto.createHash("sha256").update(content).digest("hex");
}
