// The offline shell: what index.html, start.js and sw.js promise, on a copy of the built app behind a plain file
// server, or behind the endpoint where its answers matter. A new version is made here by changing a file and the worker's
// list, as a build would.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { APP, XTASK, installed, sleep, until } from "./harness.mjs";
import { test } from "./registry.mjs";
import { release, reword } from "./release.mjs";

/** What the file server here does not have: the app may ask for it at any time. */
const ENDPOINT = /^\/(sync|session|api)/;

test("opens from a cold start of the browser with the endpoint gone", async (bench) => {
  const { proxy } = await site(bench);
  const device = await bench.device();
  const page = await device.page(proxy.url);
  await started(page);
  await installed(page);
  await proxy.gone();
  await device.kill();
  await device.open();
  await started(await device.page(`${proxy.url}/`));
  // A deep link is the same page.
  await started(await device.page(`${proxy.url}/de-nghi/moi`));
});

test("the first visit fetches each module once, for page and worker together", async (bench) => {
  const { proxy } = await site(bench);
  const device = await bench.device();
  const page = await device.page(proxy.url);
  await started(page);
  await installed(page);
  const asked = proxy.requests(/\.wasm$/).map((entry) => entry.path);
  assert.ok(asked.some((path) => /_bg\.wasm$/.test(path)) && asked.some((path) => /^\/part-/.test(path)));
  assert.deepEqual(asked, [...new Set(asked)]);
});

test("no text becomes markup that acts, and no script comes from elsewhere", async (bench) => {
  const { proxy } = await site(bench);
  const device = await bench.device();
  const page = await device.page(proxy.url);
  await started(page);
  const outcome = (code) => page.evaluate((code) => {
    const tries = {
      handler: () => (document.createElement("p").innerHTML = '<img src="x" onerror="alert(1)">'),
      script: () => (document.createElement("p").innerHTML = "<script>alert(1)</script>"),
      source: () => (document.createElement("script").src = "/sw.js?other"),
      worker: () => new Worker("data:text/javascript,1"),
      plain: () => (document.createElement("p").innerHTML = '<span class="name">Đinh</span>'),
    };
    try {
      tries[code]();
      return "done";
    } catch (error) {
      return error.name;
    }
  }, code);
  for (const code of ["handler", "script", "source", "worker"]) assert.equal(await outcome(code), "TypeError", code);
  assert.equal(await outcome("plain"), "done");
});

test("a new version downloads only what changed and waits until it may take over", async (bench) => {
  const { proxy, folder } = await site(bench);
  const device = await bench.device();
  const page = await device.page(proxy.url);
  await started(page);
  await installed(page);
  const old = await builds(page);
  release(folder, "/manifest.webmanifest", (text) => `${text}\n`);
  proxy.forget();
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await waiting(page);
  const asked = new Set(proxy.log.map((entry) => entry.path).filter((path) => !ENDPOINT.test(path)));
  assert.deepEqual([...asked].sort(), ["/manifest.webmanifest", "/sw.js"]);
  await sleep(300);
  assert.ok((await builds(page)).includes(old[0]), "the old version is kept while the new one waits");
  await takeOver(page);
  await until("the new version is at work", () => isAtWork(page));
  assert.equal((await builds(page)).length, 2, "a page of the old version may be open");
  await proxy.gone();
  await page.close();
  const again = await device.page(proxy.url);
  await started(again);
  await until("only the new version's cache is left", async () => {
    const left = await builds(again);
    return left.length === 1 && left[0] !== old[0];
  });
});

test("a new version costs what is different from the one that the browser holds", async (bench) => {
  const { proxy, changed, whole, update } = await reworded(bench);
  await update();
  const asked = changed.map((path) => proxy.requests(/^/).filter((entry) => entry.path === path));
  assert.ok(asked.every((requests) => requests.length === 1), "each file once, and none of them whole");
  const bytes = asked.flat().reduce((sum, entry) => sum + entry.received, 0);
  // With the headers of the answers, some 700 bytes each.
  assert.ok(bytes < 2_000 * changed.length && bytes < whole / 10, `${bytes} bytes of ${whole}`);
});

test("a delta that is broken on its way keeps nobody from the new version", async (bench) => {
  const { proxy, changed, update } = await reworded(bench);
  const ruined = (body) => Buffer.concat([body.subarray(0, 40), Buffer.alloc(body.length - 40, 0xff)]);
  proxy.break({ on: /-[0-9a-f]{8,16}(_bg)?\.(wasm|js|css)$/, times: 9 * changed.length, change: ruined });
  await update();
  for (const path of changed) assert.equal(proxy.requests().filter((entry) => entry.path === `${path}?whole`).length, 1);
});

test("a file that is not the build's own, or cut short, leaves the old version whole", async (bench) => {
  const { proxy, folder } = await site(bench);
  const device = await bench.device();
  const page = await device.page(proxy.url);
  await started(page);
  await installed(page);
  const [old] = await builds(page);
  for (const broken of [{ change: () => Buffer.from("not it") }, { cut: "answer" }, { status: 500 }]) {
    release(folder, "/start.js", (text) => `${text}\n// ${Object.keys(broken)}`);
    proxy.break({ on: /^\/start\.js/, times: 9, ...broken });
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update().catch(() => {}));
    await until("the install has failed", () =>
      page.evaluate(async () => {
        const { installing, waiting } = await navigator.serviceWorker.getRegistration();
        return !installing && !waiting;
      }),
    );
    proxy.mend();
    await page.reload();
    await started(page);
    assert.ok((await builds(page)).includes(old));
  }
  // And when the line is good again, the update arrives.
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await waiting(page);
});

test("what the endpoint answers itself never comes from the worker", async (bench) => {
  const { proxy } = await site(bench);
  const device = await bench.device();
  const page = await device.page(proxy.url);
  await started(page);
  await installed(page);
  proxy.forget();
  const answers = await page.evaluate(async () => {
    const paths = ["/sync?probe", "/session?probe", "/api/health?probe"];
    return Promise.all(paths.map(async (path) => (await fetch(path)).status));
  });
  assert.deepEqual(answers, [404, 404, 404]);
  assert.equal(proxy.requests(/probe/).length, 3);
});

test("when the app's module does not arrive, the page says so in words and can try again", async (bench) => {
  const { proxy } = await site(bench);
  const device = await bench.device();
  proxy.break({ on: /\.wasm$/, times: 9, cut: "answer" });
  const page = await device.page(proxy.url);
  await page.getByRole("alert").getByText("đường truyền bị ngắt").waitFor();
  proxy.mend();
  await page.getByRole("link", { name: "Thử lại" }).click();
  await started(page);
});

test("progress is shown while the module is on its way", async (bench) => {
  const { proxy } = await site(bench);
  const device = await bench.device();
  proxy.break({ on: /\.wasm$/, wait: 4000 });
  const page = await device.page();
  await page.goto(proxy.url, { waitUntil: "commit" });
  await Promise.all([page.getByText("Lần đầu cần mạng").waitFor(), page.getByRole("progressbar").waitFor()]);
  await started(page);
});

test("without JavaScript the page says what is missing", async (bench) => {
  const { proxy } = await site(bench);
  const device = await bench.device("device", { javaScriptEnabled: false });
  const page = await device.page(proxy.url);
  // By its element: Playwright's search by text passes over noscript.
  await page.locator("noscript p").waitFor();
});

/** The app has taken the place of the shell. */
async function started(page) {
  await page.locator("#start").waitFor({ state: "detached" });
}

async function waiting(page) {
  await until("a new version waits", () =>
    page.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration()).waiting)),
  );
}

/**
 * An app that is installed from the endpoint, and a later version there in which one text is another, beside what is different.
 * `changed` are the paths of the files that are named anew, `whole` their bytes without any dictionary; `update` has the
 * new version installed and taken over.
 */
async function reworded(bench) {
  const [before, folder] = ["before", "app"].map((name) => path.join(bench.folder, name));
  for (const copy of [before, folder]) fs.cpSync(APP, copy, { recursive: true });
  const endpoint = await bench.endpoint({ app: folder });
  const proxy = await bench.proxy(endpoint);
  const device = await bench.device();
  const page = await device.page(proxy.url);
  await started(page);
  await installed(page);
  const changed = reword(folder, "Đã lưu trên máy", "Đã lưu trong máy");
  assert.ok(changed.some((path) => path.endsWith(".wasm")) && changed.some((path) => path.endsWith(".js")), `${changed}`);
  execFileSync(XTASK, ["deltas", "--app", folder, before]);
  const whole = changed.reduce((sum, path) => sum + fs.statSync(`${folder}${path}.br`).size, 0);
  proxy.forget();
  const update = async () => {
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
    await waiting(page);
    await takeOver(page);
    await until("the new version is at work", () => isAtWork(page));
    await page.reload();
    await started(page);
  };
  return { proxy, changed, whole, update };
}

/** Whether no version waits any more, and none is on its way. */
function isAtWork(page) {
  return page.evaluate(async () => {
    const { installing, waiting, active } = await navigator.serviceWorker.getRegistration();
    return !installing && !waiting && active.state === "activated";
  });
}

/** The app may reload the page at once, so nothing is awaited in the page. */
async function takeOver(page) {
  await page.evaluate(async () => {
    (await navigator.serviceWorker.getRegistration()).waiting.postMessage({ type: "take-over" });
  });
}

function builds(page) {
  return page.evaluate(() => caches.keys());
}

/** A copy of the app behind a file server and a proxy. */
async function site(bench) {
  const folder = path.join(bench.folder, "app");
  fs.cpSync(APP, folder, { recursive: true });
  const server = http.createServer((request, response) => serve(folder, request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  bench.onClose(() => server.closeAllConnections() ?? server.close());
  const proxy = await bench.proxy({ url: `http://127.0.0.1:${server.address().port}` });
  return { folder, proxy };
}

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json",
};

function serve(folder, request, response) {
  const { pathname } = new URL(request.url, "http://localhost");
  let file = path.join(folder, pathname === "/" ? "index.html" : pathname);
  if (!fs.existsSync(file)) {
    if (ENDPOINT.test(pathname)) return response.writeHead(404).end();
    file = path.join(folder, "index.html");
  }
  // Trunk leaves leading zeros out of its sixteen digits.
  const hashed = /-[0-9a-f]{8,16}[._]/.test(path.basename(file));
  const headers = {
    "content-type": TYPES[path.extname(file)] ?? "application/octet-stream",
    "cache-control": hashed ? "public, max-age=31536000, immutable" : "no-cache",
    vary: "accept-encoding",
  };
  const brotli = `${file}.br`;
  if (fs.existsSync(brotli) && /\bbr\b/.test(request.headers["accept-encoding"] ?? "")) {
    headers["content-encoding"] = "br";
    file = brotli;
  }
  const body = fs.readFileSync(file);
  response.writeHead(200, { ...headers, "content-length": body.length }).end(body);
}

