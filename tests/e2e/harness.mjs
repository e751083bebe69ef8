// What the browser tests and the screenshots stand on: the real endpoint as a process, a proxy that breaks the
// connection on purpose, and devices, each a Chromium of its own with its own profile on disk.
//
// A dead network is a stopped endpoint or proxy, never Playwright's setOffline: that does not reach what a service
// worker fetches. Everything here is closed again at the end of its test, whatever happened.

import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { startProxy } from "./proxy.mjs";

export { sleep };

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
// `cargo xtask` sets these; the fallbacks serve a `node run.mjs` by hand after a build.
export const APP = process.env.THIDUA_APP ?? path.join(ROOT, "dist");
export const ENDPOINT = process.env.THIDUA_ENDPOINT ?? path.join(ROOT, "target/release/thidua-endpoint");
export const SAMPLE = process.env.THIDUA_SAMPLE ?? path.join(ROOT, "tests/fixtures/minh-long-2023.json");
/** The example that makes the sample year over HTTP, built beside the endpoint. */
export const LOAD_SAMPLE = path.join(path.dirname(ENDPOINT), "examples/load_sample");
/** `cargo xtask` itself. */
export const XTASK = process.env.THIDUA_XTASK ?? path.join(ROOT, "target/stand-in/thidua-xtask");
export const OUTPUT = process.env.THIDUA_OUTPUT ?? path.join(ROOT, "target");
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

// Without the last four the browser itself talks to the network, which disturbs counts of requests.
const FLAGS = [
  "--no-sandbox",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Everything that one test has opened. */
export class Bench {
  constructor(name) {
    this.name = name;
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), "thidua-e2e-"));
    this.devices = [];
    this.closers = [];
  }

  /** A fresh endpoint over the sample committee, with the built app. */
  async endpoint(options = {}) {
    const data = options.data ?? fs.mkdtempSync(path.join(this.folder, "data-"));
    const endpoint = new Endpoint({ app: APP, sample: SAMPLE, ...options, data });
    this.closers.push(() => endpoint.kill());
    await endpoint.start();
    return endpoint;
  }

  /** A proxy before `target` (an endpoint, or anything with a `url`). See proxy.mjs for what it can break. */
  async proxy(target) {
    const proxy = await startProxy(target);
    this.closers.push(() => proxy.close());
    return proxy;
  }

  /**
   * A device: a browser with a profile that survives `close`, `kill` and `open`.
   * `options` are those of Playwright's launchPersistentContext; its `args` are added to ours.
   */
  async device(name = "device", options = {}) {
    const device = new Device(name, path.join(this.folder, `profile-${name}`), options);
    this.devices.push(device);
    await device.open();
    return device;
  }

  /** Run after the test, in reverse order of opening. */
  onClose(closer) {
    this.closers.push(closer);
  }

  /** One picture of each open page, for a failed test. */
  async picture() {
    const folder = path.join(OUTPUT, "e2e");
    fs.mkdirSync(folder, { recursive: true });
    const files = [];
    for (const device of this.devices) {
      for (const [index, page] of (device.context?.pages() ?? []).entries()) {
        const file = path.join(folder, `${slug(this.name)}-${device.name}-${index + 1}.png`);
        // A page that hangs must not hang the run.
        const taken = await page.screenshot({ path: file, timeout: 5000 }).catch(() => null);
        if (taken) files.push(file);
      }
    }
    return files;
  }

  async close() {
    for (const device of this.devices) await device.close().catch(() => device.kill());
    for (const closer of this.closers.reverse()) await Promise.resolve(closer()).catch(() => {});
    fs.rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

export function slug(text) {
  return text.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-|-$/g, "");
}

/** The endpoint's process. Its address and data stay the same over a restart, as on a real machine. */
class Endpoint {
  constructor({ data, app, sample, port = 0, flags = [] }) {
    Object.assign(this, { data, app, sample, port, flags, output: "" });
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  async start() {
    const listen = `127.0.0.1:${this.port}`;
    const places = ["--data", this.data, "--app", this.app, "--sample", this.sample, "--listen", listen];
    this.process = spawn(ENDPOINT, [...places, ...this.flags], { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
    this.process.stderr.on("data", (chunk) => (this.output += chunk));
    const lines = createInterface({ input: this.process.stdout });
    this.port = await new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`the endpoint said no address in 20 s:\n${this.output}`)), 20_000);
      lines.on("line", (line) => {
        this.output += `${line}\n`;
        const found = /listening on http:\/\/[^:\s]+:(\d+)/.exec(line);
        if (found) resolve(Number(found[1])), clearTimeout(late);
      });
      this.process.once("error", reject);
      this.process.once("exit", (code) => reject(new Error(`the endpoint ended with ${code}:\n${this.output}`)));
    });
  }

  /** As Ctrl-C does: it may finish what it has begun. */
  stop() {
    return this.#end("SIGINT");
  }

  /** As a power cut does to the process. */
  kill() {
    return this.#end("SIGKILL");
  }

  async restart() {
    await this.kill();
    await this.start();
  }

  async #end(signal) {
    const { process } = this;
    if (!process || process.exitCode !== null || process.signalCode !== null) return;
    const ended = once(process, "exit");
    process.kill(signal);
    const late = setTimeout(() => process.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(late);
  }
}

/** One person's machine. `problems` collects what went wrong in its pages: a panic of the app is among them. */
class Device {
  constructor(name, profile, options) {
    Object.assign(this, { name, profile, options, problems: [], context: null });
  }

  /** Starts the browser cold on the same profile. */
  async open() {
    const { args = [], ...options } = this.options;
    this.context = await chromium.launchPersistentContext(this.profile, {
      executablePath: CHROMIUM,
      args: [...FLAGS, ...args],
      locale: "vi-VN",
      timezoneId: "Asia/Ho_Chi_Minh",
      viewport: { width: 1280, height: 800 },
      ...options,
    });
    this.context.setDefaultTimeout(10_000);
    this.context.on("weberror", (problem) => {
      const error = problem.error();
      this.problems.push(String(error?.stack ?? error));
    });
    this.context.on("console", (message) => {
      if (/content security policy|panicked at/i.test(message.text())) this.problems.push(message.text());
    });
    return this.context;
  }

  /** The first tab, or a new one, at `url`. */
  async page(url) {
    const [first] = this.context.pages();
    const page = first?.url() === "about:blank" ? first : await this.context.newPage();
    if (url) await page.goto(url);
    return page;
  }

  async close() {
    await this.context?.close();
    this.context = null;
  }

  /** The battery is gone: no unload event, no flush. */
  async kill() {
    const pids = processesOf(this.profile);
    const closed = this.context ? once(this.context, "close") : null;
    for (const pid of pids) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It went with its parent.
      }
    }
    if (pids.length > 0) await closed;
    this.context = null;
    for (let tries = 0; processesOf(this.profile).length > 0 && tries < 50; tries += 1) await sleep(100);
    // The dead browser's lock on the profile.
    for (const lock of ["SingletonLock", "SingletonSocket", "SingletonCookie"]) {
      fs.rmSync(path.join(this.profile, lock), { force: true });
    }
  }
}

/** Playwright does not tell the process of a persistent context; its profile's folder is on its command line. */
function processesOf(profile) {
  const flag = `--user-data-dir=${profile}\0`;
  return fs
    .readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return `${fs.readFileSync(`/proc/${pid}/cmdline`, "utf8")}\0`.includes(flag);
      } catch {
        // It ended meanwhile.
        return false;
      }
    })
    .map(Number);
}

/** Waits until `probe` gives a truthy value, and returns it. */
export async function until(what, probe, { timeout = 10_000, every = 50 } = {}) {
  const end = Date.now() + timeout;
  let last;
  while (Date.now() < end) {
    try {
      last = await probe();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    await sleep(every);
  }
  throw new Error(`waited ${timeout} ms in vain for: ${what}${last instanceof Error ? ` (${last.message})` : ""}`);
}

/** Makes the sample year at an endpoint, and walks its dossiers on: `until` and `most` as `load_sample --help` says. */
export async function loadSample(url, { login = "minhlong", password = "mau-2023", until, most } = {}) {
  const options = [...(until ? ["--until", until] : []), ...(most ? ["--most", String(most)] : [])];
  const account = ["--url", url, "--login", login, "--password", password];
  const loading = spawn(LOAD_SAMPLE, ["--facts", SAMPLE, ...account, ...options], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [loading.stdout, loading.stderr]) stream.on("data", (chunk) => (output += chunk));
  const [code] = await once(loading, "exit");
  if (code !== 0) throw new Error(`the sample year was not made:\n${output}`);
}

/** True once the service worker has the whole build and controls the page: from then on the app opens offline. */
export async function installed(page) {
  await page.waitForFunction(() => navigator.serviceWorker?.controller?.state === "activated");
}

/** Fails with the list of what axe finds against WCAG 2.2 A and AA. */
export async function assertAccessible(page, { except = [] } = {}) {
  const source = fs.readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
  await page.evaluate(`${source}; undefined`);
  const violations = await page.evaluate(async (disabled) => {
    // What is still fading in has colours that nobody is meant to read by: it is looked at when it has arrived.
    const arriving = document.getAnimations().filter((a) => Number.isFinite(a.effect?.getComputedTiming().endTime));
    await Promise.allSettled(arriving.map((a) => a.finished));
    const rules = Object.fromEntries(disabled.map((rule) => [rule, { enabled: false }]));
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    const { violations } = await globalThis.axe.run(document, { runOnly: tags, rules });
    return violations.map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.map((n) => n.html).join("\n    ")}`);
  }, except);
  if (violations.length > 0) throw new Error(`not accessible:\n  ${violations.join("\n  ")}`);
}
