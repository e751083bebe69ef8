// A hub at a conference: another process at another port, where tablets exchange while the committee's endpoint is out of reach.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { ENDPOINT, assertAccessible, until } from "./harness.mjs";
import { test } from "./registry.mjs";
import { ADMINISTRATOR, DISTRICT, LONG_MON, bar, finds, go, nominate, safe, says, signIn, sync } from "./steps.mjs";

const PHONE = { viewport: { width: 360, height: 740 } };

/** A port that is free at the moment: the committee's endpoint names it before the hub is there. */
async function freePort() {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Starts a hub of the endpoint at `upstream`, and waits until it listens. */
async function startHub(bench, upstream, port) {
  const data = path.join(bench.folder, "hub");
  const password = path.join(bench.folder, "hub-password");
  fs.writeFileSync(password, ADMINISTRATOR.password);
  const flags = ["--upstream", upstream, "--account", ADMINISTRATOR.login, "--password-file", password];
  const places = ["--data", data, "--listen", `127.0.0.1:${port}`, "--line-every", "1"];
  const hub = spawn(ENDPOINT, ["hub", ...flags, ...places], { stdio: ["ignore", "pipe", "pipe"] });
  bench.onClose(() => hub.kill("SIGKILL"));
  let output = "";
  hub.stderr.on("data", (chunk) => (output += chunk));
  await new Promise((listens, fails) => {
    createInterface({ input: hub.stdout }).on("line", (line) => line.startsWith("listening on") && listens());
    hub.once("exit", (code) => fails(new Error(`the hub ended with ${code}:\n${output}`)));
  });
}

/** What is said of the hub, on the screen of the sync. */
const hubOf = (page) => page.getByRole("region", { name: "Máy chủ hội nghị" });

/** Chooses the hub on the screen of the sync. */
async function choose(page, url) {
  await go(page, "/sync");
  await hubOf(page).getByLabel("Dùng máy chủ").selectOption(url);
}

const ask = (page) => page.getByRole("button", { name: "Gửi và nhận ngay" }).click();

test("without a connection tablets work together through a hub, and the committee's endpoint has everything once", async (bench) => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const proxy = await bench.proxy(await bench.endpoint({ flags: ["--hubs", url] }));
  const commune = await (await bench.device("commune", PHONE)).page();
  await signIn(commune, proxy.url, LONG_MON);
  const office = await (await bench.device("office")).page();
  await signIn(office, proxy.url, DISTRICT);
  await startHub(bench, proxy.url, port);
  for (const page of [commune, office]) {
    await choose(page, url);
    await safe(page);
  }
  await assertAccessible(commune);

  await proxy.gone();
  await nominate(commune, { name: "Đinh Văn Hội Nghị (mẫu)" });
  await go(commune, "/sync");
  await ask(commune);
  await says(commune, /^Đã lưu ở máy chủ hội nghị, chưa tới máy chủ của Uỷ ban: 1 mục/, { timeout: 20_000 });
  await hubOf(commune).getByText("1 việc của các máy đang chờ ở đó để chuyển lên").waitFor();
  await assertAccessible(commune);

  await ask(office);
  await says(office, /^Đang theo máy chủ hội nghị/, { timeout: 20_000 });
  await finds(office, "Đinh Văn Hội", ["Đinh Văn Hội Nghị (mẫu)"]);
  await office.getByRole("link", { name: /Đinh Văn Hội Nghị/ }).first().click();
  await office.getByText("Theo máy chủ hội nghị").first().waitFor();

  // A page that is loaded anew has lost nothing of its own, and asks the hub again.
  await commune.reload();
  await go(commune, "/sync");
  await says(commune, /^Đã lưu ở máy chủ hội nghị/, { timeout: 20_000 });

  await proxy.back();
  const waiting = async () => (await (await fetch(`${url}/hub`)).json()).waiting;
  await until("the hub to hand everything in", async () => (await waiting()) === 0, { timeout: 30_000 });
  for (const page of [commune, office]) {
    await go(page, "/sync");
    await ask(page);
    await safe(page, { timeout: 20_000 });
  }
  await finds(office, "Đinh Văn Hội", ["Đinh Văn Hội Nghị (mẫu)"]);
  await office.getByRole("link", { name: /Đinh Văn Hội Nghị/ }).first().click();
  await office.locator(".detail").getByText("Đã gửi", { exact: true }).first().waitFor();
  assert.doesNotMatch(await bar(commune).innerText(), /hội nghị/);
}, { timeout: 120_000 });

test("a hub that is not there is told in words, with the way that is left, and nothing is lost", async (bench) => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const proxy = await bench.proxy(await bench.endpoint({ flags: ["--hubs", url] }));
  const page = await (await bench.device("one", PHONE)).page();
  await signIn(page, proxy.url, LONG_MON);
  await choose(page, url);
  await safe(page);
  await proxy.gone();
  await nominate(page, { name: "Đinh Văn Chờ (mẫu)" });
  await go(page, "/sync");
  await ask(page);
  await hubOf(page).getByText(/Không tới được máy chủ hội nghị/).waitFor({ timeout: 20_000 });
  await says(page, /^Không có mạng\. 1 mục mới chỉ có trên máy này/);
  await assertAccessible(page);
  await proxy.back();
  await sync(page);
  await safe(page);
});
