// A proxy on this machine that breaks connections the way bad lines and busy servers do, and counts what passes.

import http from "node:http";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Starts a proxy before `target.url`. Its own `url` stays the same while it lives, so that pages keep their origin.
 *
 * - `proxy.break({ on: /^\/sync/, times: 1, ...how })` breaks the next `times` requests whose path matches, with `how`
 *   one of
 *     `{ status: 500, body: "…" }`  answer so without asking the target;
 *     `{ cut: "request" }`          hang up before the target hears of it;
 *     `{ cut: "answer" }`           let the target do its work, then hang up in the middle of its answer;
 *     `{ cut: "before-answer" }`    let the target do its work, then hang up without a byte of answer;
 *     `{ wait: 2000 }`              answer in order, but so much later;
 *     `{ hold: promise }`           answer in order, but not before the promise is kept;
 *     `{ change: (body) => body }`  alter the answer's body.
 * - `proxy.mend()` forgets what is still to be broken.
 * - `await proxy.gone()` refuses connections and cuts those that stand; `await proxy.back()` ends that.
 * - `proxy.log` has `{ method, path, status, sent, received, body, broken, begun, ended }` of every request, bytes with
 *   headers, as the browser's connection counted them, and those of the request's body alone, times in milliseconds; `proxy.requests(/^\/sync/)` picks, `proxy.forget()` empties.
 */
export async function startProxy(target) {
  const proxy = new Proxy(target);
  await proxy.back();
  return proxy;
}

class Proxy {
  #server = null;
  #port = 0;
  #rules = [];
  #counted = new WeakMap();

  constructor(target) {
    this.target = target;
    this.log = [];
  }

  get url() {
    return `http://127.0.0.1:${this.#port}`;
  }

  break({ on = /^/, times = 1, ...how }) {
    this.#rules.push({ on, times, how });
  }

  mend() {
    this.#rules = [];
  }

  requests(on = /^/) {
    return this.log.filter((entry) => on.test(entry.path));
  }

  forget() {
    this.log = [];
  }

  async gone() {
    const server = this.#server;
    if (!server) return;
    this.#server = null;
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  }

  async back() {
    if (this.#server) return;
    const server = http.createServer((request, response) => {
      this.#pass(request, response).catch(() => request.socket.destroy());
    });
    // As long as a browser keeps idle connections; a shorter life races with its next request.
    server.keepAliveTimeout = 120_000;
    server.listen(this.#port, "127.0.0.1");
    await once(server, "listening");
    this.#port = server.address().port;
    this.#server = server;
  }

  close() {
    return this.gone();
  }

  async #pass(request, response) {
    const how = this.#take(request.url);
    const entry = { method: request.method, path: request.url, status: 0, sent: 0, received: 0, broken: how, begun: Date.now(), ended: Infinity };
    this.log.push(entry);
    response.once("close", () => {
      entry.ended = Date.now();
      this.#count(request.socket, entry);
    });
    if (how?.cut === "request") return request.socket.destroy();
    const body = await readAll(request);
    entry.body = body.length;
    if (how?.status) {
      entry.status = how.status;
      response.writeHead(how.status, { "content-type": "text/plain", "cache-control": "no-store" });
      return response.end(how.body ?? "broken on purpose");
    }
    const answer = await this.#ask(request, body);
    if (how?.wait) await sleep(how.wait);
    await how?.hold;
    if (how?.cut === "before-answer") return request.socket.destroy();
    entry.status = answer.status;
    // Lengths and encodings go on as they are, so that a cut is seen as one, and counts are those of the endpoint.
    const headers = answer.headers;
    if (how?.change) {
      answer.body = how.change(answer.body);
      headers["content-length"] = answer.body.length;
    }
    response.writeHead(answer.status, headers);
    if (how?.cut === "answer") {
      response.write(answer.body.subarray(0, Math.floor(answer.body.length / 2)));
      // The half must leave this machine before the line goes.
      await sleep(50);
      return request.socket.destroy();
    }
    response.end(answer.body);
  }

  #take(path) {
    const rule = this.#rules.find(({ on, times }) => times > 0 && on.test(path));
    if (!rule) return null;
    rule.times -= 1;
    return rule.how;
  }

  async #ask(request, body) {
    const { port } = new URL(this.target.url);
    const headers = { ...request.headers };
    const asking = http.request({ port, host: "127.0.0.1", method: request.method, path: request.url, headers });
    asking.end(body);
    const [answer] = await once(asking, "response");
    return { status: answer.statusCode, headers: { ...answer.headers }, body: await readAll(answer) };
  }

  /** A connection carries many requests: each gets what was added since the last. */
  #count(socket, entry) {
    const before = this.#counted.get(socket) ?? { sent: 0, received: 0 };
    const now = { sent: socket.bytesRead, received: socket.bytesWritten };
    entry.sent = now.sent - before.sent;
    entry.received = now.received - before.received;
    this.#counted.set(socket, now);
  }
}

async function readAll(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
