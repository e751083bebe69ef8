// The first load of a large unit: it comes from a snapshot, page by page, and whatever breaks on the way costs little.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Bench, ENDPOINT, until } from "./harness.mjs";
import { test } from "./registry.mjs";
import { counts } from "./store.mjs";
import {
  DISTRICT, LONG_MON, enterList, finds, go, longText, nominate, safe, signIn, signInHere, sync, syncNow,
} from "./steps.mjs";

/** The records of the unit, which make three pages. */
const NAMES = Array.from({ length: 1_600 }, (_, place) => `Đinh Văn Đông ${place + 1} (mẫu)`);
/** So long a device may take that reads all of it beside another test. */
const LONG = { timeout: 60_000 };

let made;

/** An endpoint with a large unit and its snapshot. They are made once; each test works on a copy. */
async function large(bench) {
  made ??= make();
  const { folder, rows } = await made;
  const data = path.join(bench.folder, "large");
  fs.cpSync(folder, data, { recursive: true });
  const proxy = await bench.proxy(await bench.endpoint({ data }));
  return { proxy, rows };
}

async function make() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "thidua-large-"));
  process.once("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
  const bench = new Bench("a large unit");
  try {
    const endpoint = await bench.endpoint({ data: folder });
    const page = await (await bench.device("writer")).page();
    await signIn(page, endpoint.url, LONG_MON);
    // With the endpoint gone it makes no snapshot of a half of them by itself.
    await endpoint.stop();
    await enterList(page, bench.folder, NAMES, (place) => [1, 2, 3].map((part) => longText(3 * place + part)).join(" "));
    await endpoint.start();
    await sync(page);
    await endpoint.stop();
    const { rows } = await counts(page);
    execFileSync(ENDPOINT, ["snapshots", "--data", folder]);
    return { folder, rows };
  } finally {
    await bench.close();
  }
}

/** The page of a new device of the unit, and what its app asks for of snapshots. */
async function newcomer(bench) {
  const device = await bench.device("newcomer");
  const page = await device.page();
  return { device, page, asked: heard(page) };
}

/** The numbers of the pages that an app asks for from now on: what the browser's own cache answers no proxy sees. */
function heard(page) {
  const asked = [];
  page.on("request", (request) => {
    const path = new URL(request.url()).pathname;
    if (path.startsWith("/snapshot/")) asked.push(numberOf(path));
  });
  return asked;
}

const numberOf = (path) => Number(path.split("/").at(-1));
/** The path of a page, by its number from 0. */
const numbered = (number) => new RegExp(`^/snapshot/[^/]+/[^/]+/${number}$`);
/** What went over the line for the load: exchanges, and pages by their numbers. */
const order = (proxy) =>
  proxy.requests(/^\/(sync|snapshot)\b/).map(({ path }) => (path.startsWith("/sync") ? "sync" : numberOf(path)));

/** Waits until the device holds all that the writer's held, and what the endpoint holds. */
async function whole(page, rows) {
  await safe(page, LONG);
  assert.equal((await counts(page)).rows, rows);
  await go(page, "/sync");
  await until("the codes to agree", async () => {
    const lines = await page.locator("#checksums li").allInnerTexts();
    return lines.length > 0 && lines.every((line) => /Khớp/.test(line));
  });
}

test("a first load takes a snapshot page by page, and a cut costs the page that was cut", async (bench) => {
  const { proxy, rows } = await large(bench);
  const { page, asked } = await newcomer(bench);
  proxy.break({ on: numbered(1), times: 1, cut: "answer" });
  await signInHere(page, proxy.url, LONG_MON);
  await whole(page, rows);
  assert.deepEqual(asked, [0, 1, 1, 2]);
  assert.equal(order(proxy)[0], "sync", "what the snapshot is, the first answer tells");
  await finds(page, "dong 1600", [NAMES.at(-1)]);
}, { timeout: 300_000 });

test("a tab that is killed while a snapshot comes goes on with the page that it had not got", async (bench) => {
  const { proxy, rows } = await large(bench);
  const { device, page } = await newcomer(bench);
  proxy.break({ on: numbered(1), times: 1, hold: new Promise(() => {}) });
  await signInHere(page, proxy.url, LONG_MON);
  await until("the second page to be asked for", () => proxy.requests(numbered(1)).length > 0, LONG);
  await device.kill();
  await device.open();
  const again = await device.page();
  const asked = heard(again);
  await again.goto(proxy.url);
  await whole(again, rows);
  assert.deepEqual(asked, [1, 2]);
}, { timeout: 300_000 });

test("what is saved while a snapshot comes goes up before the rest of it", async (bench) => {
  const { proxy, rows } = await large(bench);
  const { page } = await newcomer(bench);
  let saved, sent;
  proxy.break({ on: numbered(1), times: 1, hold: new Promise((done) => (saved = done)) });
  proxy.break({ on: numbered(2), times: 1, hold: new Promise((done) => (sent = done)) });
  await signInHere(page, proxy.url, LONG_MON);
  await until("the second page to be asked for", () => proxy.requests(numbered(1)).length > 0, LONG);
  await nominate(page, { name: "Đinh Thị Vội (mẫu)" });
  saved();
  await until("the last page to be asked for", () => proxy.requests(numbered(2)).length > 0, LONG);
  assert.deepEqual(order(proxy), ["sync", 0, 1, "sync", 2]);
  assert.equal((await counts(page)).outbox, 0, "the endpoint has told what became of it");
  sent();
  await whole(page, rows + 1);

  const office = await (await bench.device("office")).page();
  await signInHere(office, proxy.url, DISTRICT);
  await finds(office, "voi", ["Đinh Thị Vội (mẫu)"], LONG);
}, { timeout: 300_000 });

/** How many attempts the health page tells of. */
const attempts = (page) =>
  page.locator("section.card", { has: page.getByRole("heading", { name: "Những lần gửi gần đây" }) }).getByRole("listitem").count();

test("after three cuts of a page the line is taken for too weak for it, and the rest comes by exchanges", async (bench) => {
  const { proxy, rows } = await large(bench);
  const { page, asked } = await newcomer(bench);
  proxy.break({ on: numbered(1), times: Infinity, cut: "answer" });
  await signInHere(page, proxy.url, LONG_MON);
  await go(page, "/sync");
  for (const cuts of [1, 2, 3]) {
    await until("the attempt to have ended", async () => (await attempts(page)) >= cuts, LONG);
    await syncNow(page);
  }
  await whole(page, rows);
  assert.deepEqual(asked, [0, 1, 1, 1]);
  const rest = order(proxy).slice(order(proxy).lastIndexOf(1) + 1);
  assert.ok(rest.length > 1 && rest.every((one) => one === "sync"), rest.join());
}, { timeout: 300_000 });

test("a snapshot that went away while it was read is given up at once, and the rest comes by exchanges", async (bench) => {
  const { proxy, rows } = await large(bench);
  const { page, asked } = await newcomer(bench);
  proxy.break({ on: numbered(1), times: Infinity, status: 404 });
  await signInHere(page, proxy.url, LONG_MON);
  await whole(page, rows);
  assert.deepEqual(asked, [0, 1]);
  assert.deepEqual(order(proxy).slice(0, 4), ["sync", 0, 1, "sync"]);
}, { timeout: 300_000 });
