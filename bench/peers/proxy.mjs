// What stands before each of the three servers: TLS, and a count of every request, the same for all.

import http from "node:http";
import https from "node:https";
import { once } from "node:events";
import { pipeline } from "node:stream";

/** The headers that carry something of the protocol, as `bench_bytes` counts them; the rest is HTTP's and the browser's. */
const OWN = new Set(["authorization", "content-type", "content-encoding", "accept-encoding"]);

/**
 * Listens at `host`:`port` and passes everything on to 127.0.0.1:`target()`. `log` gets an entry of each request:
 * `{ path, up: { own, all }, down: { own, all } }`, own: body and own headers, all: with every header and the first line.
 * The frames of a chunked body and of TLS are not counted.
 */
export async function startProxy({ host, port, credentials, target, log }) {
  const server = https.createServer(credentials, (request, response) => {
    const up = weighed(request.rawHeaders, `${request.method} ${request.url} HTTP/1.1`);
    const entry = { path: request.url, up, down: { own: 0, all: 0 } };
    log.push(entry);
    const asking = http.request({ host: "127.0.0.1", port: target(), method: request.method, path: request.url, headers: request.headers });
    asking.on("response", (answer) => {
      Object.assign(entry.down, weighed(answer.rawHeaders, `HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`));
      response.writeHead(answer.statusCode, answer.statusMessage, answer.rawHeaders);
      count(answer, entry.down);
      pipeline(answer, response, () => {});
    });
    asking.on("error", () => response.destroy());
    response.on("close", () => asking.destroy());
    count(request, up);
    pipeline(request, asking, () => {});
  });
  // As long as a browser keeps idle connections.
  server.keepAliveTimeout = 300_000;
  server.listen(port, host);
  await once(server, "listening");
}

function weighed(rawHeaders, firstLine) {
  const size = { own: 0, all: Buffer.byteLength(firstLine) + 4 };
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const bytes = Buffer.byteLength(rawHeaders[at]) + Buffer.byteLength(rawHeaders[at + 1]) + 4;
    size.all += bytes;
    if (OWN.has(rawHeaders[at].toLowerCase())) size.own += bytes;
  }
  return size;
}

function count(stream, size) {
  stream.on("data", (chunk) => {
    size.own += chunk.length;
    size.all += chunk.length;
  });
}
