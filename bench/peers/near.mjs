// The near end of the line: Chromium, and what is done in it. Writes every figure as JSON to THIDUA_REPORT.

import assert from "node:assert/strict";
import crypto from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { Bench, sleep } from "../../tests/e2e/harness.mjs";
import { App, Pouch, Rx } from "./systems.mjs";

const { THIDUA_CONTROL, THIDUA_PEERS, THIDUA_REPORT } = process.env;
/** How often what takes little time is done; the middle one by its seconds counts. */
const ROUNDS = Number(process.env.THIDUA_ROUNDS ?? 3);
const SAVES = 10;
const SYSTEMS = { app: App, pouchdb: Pouch, rxdb: Rx };
const only = process.env.THIDUA_ONLY?.split(",") ?? Object.keys(SYSTEMS);

const spki = crypto.createPublicKey(fs.readFileSync(path.join(THIDUA_PEERS, "cert.pem"))).export({ type: "spki", format: "der" });
const trusted = crypto.createHash("sha256").update(spki).digest("base64");
const ARGS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync", `--ignore-certificate-errors-spki-list=${trusted}`];

const figures = [];
const bench = new Bench("peers");
try {
  for (const name of only) await measure(name, SYSTEMS[name]);
  fs.writeFileSync(THIDUA_REPORT, JSON.stringify(figures));
} catch (error) {
  for (const picture of await bench.picture()) console.error(`picture: ${picture}`);
  throw error;
} finally {
  await bench.close();
}

async function measure(name, System) {
  const told = (row, figure) => {
    figures.push({ system: System.title, row, ...figure });
    console.error(System.title, "·", row, JSON.stringify(figure));
  };
  const small = JSON.parse(fs.readFileSync(path.join(THIDUA_PEERS, "1000/nominations.json"), "utf8"));
  const more = JSON.parse(fs.readFileSync(path.join(THIDUA_PEERS, "1000/more.json"), "utf8"));

  let on;
  const pulls = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await on?.device.close();
    on = await opened(name, System, 1000, round);
    pulls.push(await counted(System, () => on.system.firstPull()));
    assert.equal(await on.system.count(), 1000);
  }
  told("first pull of 1,000", middle(pulls));
  // What is due after a first pull is over before anything else is measured.
  await on.system.sync();
  told("nothing new", middle(await rounds(System, () => on.system.sync())));
  let edits = 0;
  told("one edit", middle(await rounds(System, () => on.system.editAndSync(small[10 + edits], `Trưởng thôn (mẫu ${(edits += 1)})`))));
  told("200 new up", await counted(System, () => on.system.addAndSync(more)));
  const [saves, writes] = [[], []];
  for (const row of small.slice(0, SAVES)) {
    const { seen, written } = await on.system.save({ ...row, id: crypto.randomUUID(), name: `${row.name} (thêm)` });
    saves.push({ seconds: seen });
    writes.push({ seconds: written });
  }
  told("local save", { seconds: middle(saves).seconds });
  told("its write alone", { seconds: middle(writes).seconds });
  await on.device.close();

  on = await opened(name, System, 10_000, 0);
  told("first pull of 10,000", await counted(System, () => on.system.firstPull()));
  assert.equal(await on.system.count(), 10_000);
  const reads = [];
  for (let round = 0; round < ROUNDS; round += 1) reads.push({ seconds: await on.system.readAll() });
  told("read all of 10,000", { seconds: middle(reads).seconds });
  const used = await on.page.evaluate(async () => (await navigator.storage.estimate()).usageDetails?.indexedDB);
  told("storage of 10,000", { bytes: used });
  await on.device.close();
}

/** A fresh profile with the page open and the records not yet there. */
async function opened(name, System, count, round) {
  const { url } = await ask("begin", { system: name, count });
  const device = await bench.device(`${name}-${count}-${round}`, { args: ARGS });
  device.context.setDefaultTimeout(180_000);
  const page = await device.page();
  const system = new System(page, url, bench.folder);
  await system.open();
  return { device, page, system };
}

async function rounds(System, act) {
  const all = [];
  for (let round = 0; round < ROUNDS; round += 1) all.push(await counted(System, act));
  return all;
}

/** What an exchange cost, in bytes at the far end and in seconds at this one. */
async function counted(System, act) {
  await ask("reset", {});
  const seconds = await act();
  // The proxy may hear of the end a moment later.
  await sleep(300);
  const log = (await ask("counts", {})).filter((entry) => System.paths.test(entry.path));
  const sum = (way, what) => log.reduce((all, entry) => all + entry[way][what], 0);
  return { requests: log.length, up: sum("up", "own"), down: sum("down", "own"), all: sum("up", "all") + sum("down", "all"), seconds };
}

function middle(all) {
  return [...all].sort((one, other) => one.seconds - other.seconds)[Math.floor(all.length / 2)];
}

/** Over the file system: nothing of it goes over the line. */
function ask(what, question) {
  return new Promise((resolve, reject) => {
    const request = http.request({ socketPath: THIDUA_CONTROL, path: `/${what}`, method: "POST" }, async (answer) => {
      let text = "";
      for await (const chunk of answer) text += chunk;
      answer.statusCode === 200 ? resolve(JSON.parse(text)) : reject(new Error(text));
    });
    request.on("error", reject);
    request.end(JSON.stringify(question));
  });
}
