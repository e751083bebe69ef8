// Times of the law in a real Chromium: the rules by a module compiled as the app is, the import by the app itself.
// Writes the rows that `cargo xtask bench law` prints. Nothing here is a test: times belong to a machine.

import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { Bench, until } from "./harness.mjs";
import { DISTRICT, go, signIn } from "./steps.mjs";

const MODULE = process.env.THIDUA_LAW_BENCH;
const REPORT = process.env.THIDUA_REPORT;
const rows = [];

function row(name, value, unit, budget = null) {
  rows.push({ name, value: Math.round(value * 100) / 100, unit, budget, ok: budget === null || value <= budget });
}

const bench = new Bench("bench law");
try {
  const device = await bench.device("bench");
  await rules(await device.page());
  await importing(await device.context.newPage());
} finally {
  await bench.close();
}
fs.writeFileSync(REPORT, JSON.stringify({ rows }));

async function rules(page) {
  const server = http.createServer((request, response) => {
    const file = path.join(MODULE, path.basename(new URL(request.url, "http://x").pathname) || "none");
    if (!fs.existsSync(file) || !fs.statSync(file).isFile()) {
      response.setHeader("content-type", "text/html");
      return response.end("<!doctype html><title>bench</title>");
    }
    response.setHeader("content-type", file.endsWith(".js") ? "text/javascript" : "application/wasm");
    response.end(fs.readFileSync(file));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  bench.onClose(() => server.close());
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const times = await page.evaluate(async () => {
    const { default: init, Year } = await import("/thidua_law_bench.js");
    await init();
    const year = new Year(10_000);
    const median = (rounds, act) => {
      const all = [];
      for (let round = 0; round < rounds; round += 1) {
        const begin = performance.now();
        act(round);
        all.push(performance.now() - begin);
      }
      return all.sort((a, b) => a - b)[Math.floor(rounds / 2)];
    };
    return {
      all: median(15, () => year.judge_all()),
      // The clock of a browser is coarse: a hundred at once, told by one.
      one: median(15, (round) => { for (let at = 0; at < 100; at += 1) year.judge_one(round * 100 + at); }) / 100,
      quotas: median(15, () => year.quotas()),
      met: year.judge_all(),
      over: year.quotas(),
    };
  });
  if (times.met === 0 || times.met === 10_000) throw new Error(`the generated year says nothing: ${times.met} met`);
  row("law: 10,000 nominations judged with their past years", times.all, "ms", 100);
  row("law: one nomination judged", times.one, "ms", 2);
  row("law: quotas of a district of 20 units over 10,000 nominations", times.quotas, "ms", 10);
}

/// A list of 5,000 rows through the import screen, and the longest task of the main thread meanwhile.
async function importing(page) {
  const endpoint = await bench.endpoint();
  await signIn(page, endpoint.url, DISTRICT);
  const file = path.join(bench.folder, "danh-sach.csv");
  fs.writeFileSync(file, list(5_000));
  await go(page, "/import");
  await page.evaluate(() => {
    window.longest = 0;
    new PerformanceObserver((list) => {
      for (const task of list.getEntries()) window.longest = Math.max(window.longest, task.duration);
    }).observe({ type: "longtask" });
  });
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByLabel("Đơn vị", { exact: true }).selectOption({ label: "Phòng Nội vụ" });
  await page.getByLabel("Đơn vị", { exact: true }).waitFor();
  const begin = Date.now();
  await page.getByRole("button", { name: "Kiểm tra danh sách" }).click();
  const enter = page.getByRole("button", { name: /^Nhập 5\.000 dòng/ });
  await enter.waitFor({ timeout: 60_000 });
  const checked = Date.now();
  await enter.click();
  const entered = async () => (await page.getByText(/Đã nhập 5\.000/).count()) > 0;
  await until("all rows to be there", entered, { timeout: 120_000, every: 20 });
  const end = Date.now();
  row("import: 5,000 rows read and checked", checked - begin, "ms");
  row("import: 5,000 rows saved", end - checked, "ms");
  row("import: 5,000 rows, checked and saved", end - begin, "ms", 3_000);
  row("import: longest task of the main thread", await page.evaluate(() => window.longest), "ms", 50);
}

function list(count) {
  const families = ["Đinh", "Phạm", "Nguyễn", "Trần", "Lê"];
  const given = ["Hòa", "Xuân", "Sơn", "Lan", "Mai", "Ánh", "Dũng"];
  const lines = ["Họ và tên,Năm sinh,Giới tính,Chức vụ,Đơn vị công tác,Danh hiệu đề nghị,Năm,Xếp loại"];
  for (let at = 0; at < count; at += 1) {
    const name = `${families[at % 5]} Văn ${given[at % 7]} ${at}`;
    lines.push(`${name},${1960 + (at % 40)},Nam,Giáo viên,Trường THCS số ${at % 30},Lao động tiên tiến,2023,Hoàn thành tốt nhiệm vụ`);
  }
  return lines.join("\n");
}
