// The three engines as somebody at a device uses them: this app by its own screens, the peers by their calls in a page.
// What takes time gives its seconds, as the page itself measured them.

import fs from "node:fs";
import path from "node:path";
import { installed, until } from "../../tests/e2e/harness.mjs";
import { LONG_MON, go, safe, save, search, typeNomination } from "../../tests/e2e/steps.mjs";

const PATIENCE = { timeout: 1_200_000 };
const HEAD = "Họ và tên;Năm sinh;Giới tính;Chức vụ;Nơi công tác;Danh hiệu đề nghị;Năm;Xếp loại;Thành tích";

/** This app. Signing in and the files of the app are no exchange, and are not counted. */
export class App {
  static title = "Thi Đua";
  static paths = /^\/(sync|snapshot)\b/;

  constructor(page, url, folder) {
    Object.assign(this, { page, url, folder });
  }

  async open() {
    await this.page.addInitScript(clocks);
    await this.page.goto(this.url);
    await installed(this.page);
    await this.page.getByLabel("Tài khoản").fill(LONG_MON.login);
    await this.page.getByLabel("Mật khẩu", { exact: true }).fill(LONG_MON.password);
  }

  firstPull() {
    return this.#timed(() => this.page.getByRole("button", { name: "Đăng nhập", exact: true }).click());
  }

  /** The browser's word that there is a line again: what makes the app exchange at once. */
  sync() {
    return this.#timed(() => this.page.evaluate(() => dispatchEvent(new Event("online"))));
  }

  /** The edit goes by itself, some seconds after it was saved; the seconds are those of the exchange. */
  editAndSync(row, position) {
    return this.#timed(async () => {
      await search(this.page, row.name);
      await this.page.getByRole("link", { name: row.name }).first().click();
      await this.page.getByRole("link", { name: "Sửa" }).click();
      await this.page.getByRole("heading", { name: "Sửa đề nghị" }).waitFor();
      await this.page.getByLabel(/^Chức vụ/).fill(position);
      await save(this.page);
    });
  }

  /** By the import of a list, as officers enter many. */
  async addAndSync(rows) {
    const line = (row) => [row.name, row.birthYear, "Nam", row.position, row.workplace, "Lao động tiên tiến", row.year, "HTTNV", row.achievements].join(";");
    const file = path.join(this.folder, "list.csv");
    fs.writeFileSync(file, `\ufeff${[HEAD, ...rows.map(line)].join("\r\n")}\r\n`);
    await go(this.page, "/import");
    await this.page.locator("input[type=file]").setInputFiles(file);
    await this.page.getByRole("button", { name: "Kiểm tra danh sách" }).click();
    return this.#timed(async () => {
      await this.page.getByRole("button", { name: `Nhập ${rows.length} dòng` }).click();
      await this.page.getByText(`Đã nhập ${rows.length} dòng`).waitFor();
    });
  }

  /** From the button to the words that come when the disk has it, and of that the transaction of the store. */
  async save(row) {
    await typeNomination(this.page, { name: row.name, birthYear: String(row.birthYear), position: row.position, workplace: row.workplace, achievements: row.achievements });
    const seconds = await this.page.evaluate(async () => {
      const begun = performance.now();
      window.wroteIn = undefined;
      [...document.querySelectorAll("form.form button")].find((button) => button.textContent.trim() === "Lưu").click();
      while (document.querySelector("form.form") || !document.body.innerText.includes("Đã lưu trên máy")) await new Promise(requestAnimationFrame);
      return { seen: (performance.now() - begun) / 1000, written: window.wroteIn / 1000 };
    });
    await safe(this.page, PATIENCE);
    return seconds;
  }

  /** From the question to the store until the app is shown. */
  async readAll() {
    await this.page.reload();
    await this.page.locator(".app").waitFor();
    await this.page.waitForFunction(() => window.shownAt && window.readAt);
    return this.page.evaluate(() => (window.shownAt - window.readAt) / 1000);
  }

  count() {
    return this.page.evaluate(async () => {
      const asked = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }));
      const database = await asked(indexedDB.open("thidua"));
      const rows = await asked(database.transaction("rows").objectStore("rows").count());
      database.close();
      return rows;
    });
  }

  /** From the first request of an exchange until the bar says that all is safe, and nothing more goes. */
  async #timed(act) {
    await this.page.evaluate(() => performance.clearResourceTimings());
    await act();
    const exchanged = () =>
      this.page.evaluate(() => {
        const all = performance.getEntriesByType("resource").filter(({ name }) => /\/(sync|snapshot)\b/.test(new URL(name).pathname) && !/\.js$/.test(name));
        return all.length > 0 && { begun: performance.timeOrigin + all[0].startTime, ended: all.every(({ responseEnd }) => responseEnd > 0) };
      });
    await until("an exchange", exchanged, PATIENCE);
    await safe(this.page, { ...PATIENCE, every: 20 });
    const ended = await this.page.evaluate(() => performance.timeOrigin + performance.now());
    const { begun } = await exchanged();
    return (ended - begun) / 1000;
  }
}

/** A peer: `globalThis.peer` of its page. */
class Peer {
  constructor(page, url) {
    Object.assign(this, { page, url });
  }

  async open() {
    await this.page.goto(`${this.url}/bench`);
    await this.count();
  }

  firstPull() {
    return this.#timed("pull");
  }

  sync() {
    return this.#timed("sync");
  }

  async editAndSync(row, position) {
    await this.page.evaluate(([id, position]) => peer.edit(id, { position }), [row.id, position]);
    return this.sync();
  }

  async addAndSync(rows) {
    await this.page.evaluate((rows) => peer.add(rows), rows.map(entered));
    return this.sync();
  }

  async save(row) {
    const seconds = await this.#timed("save", entered(row));
    return { seen: seconds, written: seconds };
  }

  async readAll() {
    await this.page.reload();
    await this.count();
    return this.#timed("readAll");
  }

  count() {
    return this.page.evaluate(() => peer.ready());
  }

  #timed(what, argument) {
    return this.page.evaluate(
      async ([what, argument]) => {
        const begun = performance.now();
        await peer[what](argument);
        return (performance.now() - begun) / 1000;
      },
      [what, argument],
    );
  }
}

/** What the app's import makes of the same line. */
const entered = (row) => ({ ...row, award: "lao_dong_tien_tien", sex: "Nam", rating: "HTTNV" });

export class Pouch extends Peer {
  static title = "PouchDB 9";
  static paths = /^\/nominations\b/;
}

export class Rx extends Peer {
  static title = "RxDB 17";
  static paths = /^\/(pull|push)\b/;
}

/** Notes in the app's page when the store is read and the app is shown, and how long the first write into the outbox takes after it was asked for. */
function clocks() {
  performance.setResourceTimingBufferSize(10_000);
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (stores, mode, ...more) {
    const begun = performance.now();
    const opened = transaction.call(this, stores, mode, ...more);
    if (mode === "readwrite" && [...opened.objectStoreNames].includes("outbox")) opened.addEventListener("complete", () => (window.wroteIn ??= performance.now() - begun));
    return opened;
  };
  const { getAll } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.getAll = function (...all) {
    if (this.name === "rows") window.readAt ??= performance.now();
    return getAll.apply(this, all);
  };
  new MutationObserver((_, watch) => {
    if (!document.querySelector(".app")) return;
    window.shownAt = performance.now();
    watch.disconnect();
  }).observe(document, { childList: true, subtree: true });
}
