// The three servers, each over the nominations of a folder that `bench_bytes --fill` made.

import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { createInterface } from "node:readline";
import compression from "compression";
import express from "express";
import expressPouchDB from "express-pouchdb";
import PouchDB from "pouchdb";

/** What the pages of the peers are made of. */
const PAGE = '<!doctype html><meta charset="utf-8"><title>bench</title><script src="/page.js"></script>';

/** Each gives the port at 127.0.0.1 at which it answers. */
export const servers = { app, pouchdb, rxdb };

/** This app: the release endpoint with the built app. */
async function app({ folder }) {
  const flags = ["--listen", "127.0.0.1:0", "--data", path.join(folder, "data"), "--app", process.env.THIDUA_APP, "--requests-per-second", "0"];
  const endpoint = spawn(process.env.THIDUA_ENDPOINT, flags, { stdio: ["ignore", "pipe", "inherit"] });
  process.on("exit", () => endpoint.kill());
  for await (const line of createInterface({ input: endpoint.stdout })) {
    const found = /listening on http:\/\/[^:\s]+:(\d+)/.exec(line);
    if (found) return Number(found[1]);
  }
  throw new Error("the endpoint does not start");
}

/** express-pouchdb as its documentation has it for replication, on LevelDB. It compresses by itself. */
async function pouchdb({ folder, page }) {
  const place = path.join(folder, "pouchdb");
  fs.mkdirSync(place, { recursive: true });
  const Stored = PouchDB.defaults({ prefix: `${place}/` });
  // Before the first database is opened: it serves those of which it has heard.
  const peer = expressPouchDB(Stored, { mode: "minimumForPouchDB", inMemoryConfig: true, logPath: path.join(place, "log.txt") });
  const stored = new Stored("nominations");
  const docs = nominations(folder).map(({ id, ...fields }) => ({ _id: id, ...fields }));
  for (let at = 0; at < docs.length; at += 1000) await stored.bulkDocs(docs.slice(at, at + 1000));
  return listening((request, response) => (shown(request, response, page) ? null : peer(request, response)));
}

/** The server of RxDB's documentation of its HTTP replication, over an array, with `compression`. */
async function rxdb({ folder, page }) {
  let clock = 1_700_000_000_000;
  const held = new Map(nominations(folder).map((row) => [row.id, { ...row, updatedAt: (clock += 1), _deleted: false }]));
  const peer = express();
  peer.use(compression());
  peer.use(express.json({ limit: "50mb" }));
  peer.get("/pull", (request, response) => {
    const { id, updatedAt, limit } = request.query;
    const after = (doc) => doc.updatedAt > Number(updatedAt) || (doc.updatedAt === Number(updatedAt) && doc.id > id);
    const documents = [...held.values()]
      .filter(after)
      .sort((one, other) => one.updatedAt - other.updatedAt || (one.id < other.id ? -1 : 1))
      .slice(0, Number(limit));
    const last = documents.at(-1);
    response.json({ documents, checkpoint: last ? { id: last.id, updatedAt: last.updatedAt } : { id, updatedAt: Number(updatedAt) } });
  });
  peer.post("/push", (request, response) => {
    const conflicts = [];
    for (const { newDocumentState, assumedMasterState } of request.body) {
      const real = held.get(newDocumentState.id);
      if ((real && !assumedMasterState) || (real && assumedMasterState && real.updatedAt !== assumedMasterState.updatedAt)) conflicts.push(real);
      else held.set(newDocumentState.id, newDocumentState);
    }
    response.json(conflicts);
  });
  return listening((request, response) => (shown(request, response, page) ? null : peer(request, response)));
}

function nominations(folder) {
  return JSON.parse(fs.readFileSync(path.join(folder, "nominations.json"), "utf8"));
}

/** The page in which a peer runs. */
function shown(request, response, page) {
  const answers = { "/bench": ["text/html", PAGE], "/page.js": ["text/javascript", page], "/favicon.ico": ["image/x-icon", ""] };
  const answer = answers[request.url];
  if (!answer) return false;
  response.writeHead(200, { "content-type": answer[0] }).end(answer[1]);
  return true;
}

async function listening(handler) {
  const server = http.createServer(handler);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server.address().port;
}
