// The far end of the line: the servers, and the proxies that count. It is told what to do over a socket in the file
// system, which goes past the line and is on no count.

import { build } from "esbuild";
import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { startProxy } from "./proxy.mjs";
import { servers } from "./servers.mjs";

const { THIDUA_FAR, THIDUA_CONTROL, THIDUA_PEERS } = process.env;
const ENDS = ["SIGTERM", "SIGINT"];
const credentials = { key: fs.readFileSync(path.join(THIDUA_PEERS, "key.pem")), cert: fs.readFileSync(path.join(THIDUA_PEERS, "cert.pem")) };
const log = [];
const running = new Map();

for (const signal of ENDS) process.on(signal, () => process.exit());

/** What may be asked: the name of the path, and the question's JSON. */
const answers = {
  async begin({ system, count }) {
    const key = `${system} ${count}`;
    if (!running.has(key)) {
      const folder = path.join(THIDUA_PEERS, String(count));
      const page = system === "app" ? null : await bundled(system);
      const target = await servers[system]({ folder, page });
      const port = 8100 + running.size;
      await startProxy({ host: THIDUA_FAR, port, credentials, target: () => target, log });
      running.set(key, `https://${THIDUA_FAR}:${port}`);
    }
    return { url: running.get(key) };
  },
  async reset() {
    log.length = 0;
    return {};
  },
  async counts() {
    return log;
  },
};

const control = http.createServer(async (request, response) => {
  let text = "";
  for await (const chunk of request) text += chunk;
  try {
    const answer = await answers[request.url.slice(1)](JSON.parse(text));
    response.end(JSON.stringify(answer));
  } catch (error) {
    response.writeHead(500).end(String(error.stack));
  }
});
fs.rmSync(THIDUA_CONTROL, { force: true });
control.listen(THIDUA_CONTROL);
await once(control, "listening");

/** A peer's page as one script. */
async function bundled(system) {
  const made = await build({
    entryPoints: [new URL(`page-${system}.mjs`, import.meta.url).pathname],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    platform: "browser",
    define: { global: "globalThis" },
  });
  return Buffer.from(made.outputFiles[0].contents);
}
