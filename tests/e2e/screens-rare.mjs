// More screens for screens.mjs, of the same form: what is seen without a line, in a hall, after a restore, where somebody has lost
// something, and what waits for a unit of a cluster. Each chapter has an endpoint and a device of its own.

import fs from "node:fs";
import path from "node:path";
import { chosen, pdf, photograph } from "./files.mjs";
import { film, seeing } from "./film.mjs";
import { freePort, startHub } from "./hall.mjs";
import { until } from "./harness.mjs";
import * as steps from "./steps.mjs";
import { downloaded } from "./store.mjs";

const { ADMINISTRATOR, DISTRICT, LONG_MON, THANH_AN, go } = steps;

const NEW_UNIT = "Xã Minh Long Mới (mẫu)";
const POVERTY = { name: "Số hộ thoát nghèo (mẫu)", measure: "hộ" };
const TABLE = [
  { name: "Giảm nghèo (mẫu)", max: "60", formula: "Theo tỷ lệ hoàn thành kế hoạch", target: POVERTY.name },
  { name: "Phong trào (mẫu)", max: "40" },
];

const files = (page) => page.getByRole("region", { name: "Gửi bằng tệp" });
const hubOf = (page) => page.getByRole("region", { name: "Máy chủ hội nghị" });
const repair = (page) => page.getByRole("region", { name: "3. Xoá sạch máy này" });
const top = (locator) => locator.evaluate((element) => element.scrollIntoView());

async function ask(page) {
  await go(page, "/sync");
  await page.getByRole("button", { name: "Gửi và nhận ngay" }).click();
}

/** What a chapter must remember from one screen to the next. */
const known = {};

export const rare = [
  {
    name: "200-health-outbox",
    fresh: true,
    as: LONG_MON,
    away: true,
    whole: true,
    tablet: true,
    async show({ page, proxy }) {
      await steps.nominate(page, { name: "Đinh Văn Sớm (mẫu)" });
      await steps.sync(page);
      proxy.break({ on: /^\/sync/, times: 1, status: 500 });
      await steps.nominate(page, { name: "Đinh Văn Chờ (mẫu)" });
      await page.waitForTimeout(1500);
      await proxy.gone();
      for (const name of ["Đinh Thị Chờ (mẫu)", "Phạm Văn Đợi (mẫu)"]) await steps.nominate(page, { name });
      await steps.enter(page, { name: "Hồ Thị Danh Bạ (mẫu)", birthYear: "1990" });
      await steps.typeNomination(page, { name: "Đinh Văn Dở (mẫu)" });
      await page.getByText(/Đã giữ bản nháp/).first().waitFor();
      await ask(page);
      await steps.says(page, /Không có mạng/);
    },
  },
  {
    name: "201-health-clear-typed",
    as: LONG_MON,
    away: true,
    async show({ page }) {
      await page.locator("#repair summary").click();
      await repair(page).getByRole("button", { name: "Xoá sạch máy này" }).click();
      await page.getByRole("dialog").getByRole("textbox").waitFor();
    },
  },
  {
    name: "202-health-clear-copied",
    as: LONG_MON,
    away: true,
    async show({ page }) {
      await page.keyboard.press("Escape");
      await downloaded(page, () => repair(page).getByRole("button", { name: "Tải bản sao việc chưa gửi" }).click());
      await repair(page).getByText("Đã tải bản sao").waitFor();
      await repair(page).getByRole("button", { name: "Xoá sạch máy này" }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "203-health-repair-copied",
    as: LONG_MON,
    away: true,
    async show({ page }) {
      await page.keyboard.press("Escape");
      await page.locator("#repair").evaluate((card) => card.scrollIntoView());
    },
  },
  {
    name: "204-sign-out-unsent",
    as: LONG_MON,
    async show({ page }) {
      await go(page, "/more");
      await page.getByRole("button", { name: "Đăng xuất" }).first().click();
      await page.getByRole("dialog").getByRole("button", { name: "Xuất tệp" }).waitFor();
    },
  },
  {
    name: "205-sign-in-again-shut-out",
    async show({ url, browserOf, endpoint }) {
      const page = await (await browserOf("lost")).page();
      await steps.signIn(page, url, THANH_AN);
      const desk = await (await browserOf("administrator")).page();
      await steps.signIn(desk, endpoint.url, ADMINISTRATOR);
      await go(desk, "/administration");
      const row = desk.locator(".devices li", { hasText: "(thanhan)" });
      await row.getByRole("button", { name: "Thu hồi" }).click();
      await row.getByLabel("Lý do thu hồi").fill("Mất trên đường đi công tác (mẫu)");
      await row.getByRole("button", { name: "Thu hồi" }).click();
      await desk.getByRole("dialog").getByRole("button", { name: "Thu hồi" }).click();
      await row.getByText("Đã thu hồi").waitFor();
      await steps.nominate(page, { name: "Phạm Thị Mất Máy (mẫu)" });
      await ask(page);
      await page.getByRole("heading", { name: "Cần đăng nhập lại để gửi" }).waitFor();
      await page.getByLabel("Mật khẩu").fill(THANH_AN.password);
      await page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
      await page.getByText("Máy này đã bị người quản trị thu hồi").waitFor();
      known.lost = page;
      known.desk = desk;
      return page;
    },
  },
  {
    name: "206-sign-in-again-whole",
    whole: true,
    show: async () => known.lost,
  },
  {
    name: "207-handing-refused",
    whole: true,
    async show() {
      const { lost, desk } = known;
      await lost.getByRole("button", { name: "Nộp 1 việc" }).click();
      await lost.getByText("Đã nộp, chờ người xem").waitFor();
      await go(desk, "/tray");
      const entry = desk.getByRole("article", { name: "Phạm Thị Mất Máy" });
      await entry.getByRole("button", { name: "Không nhận", exact: true }).click();
      await entry.getByLabel("Lý do").fill("Đã có người khác nhập (mẫu)");
      await entry.getByRole("button", { name: "Không nhận việc này" }).click();
      await desk.getByText("Không có việc nào chờ").waitFor();
      await go(lost, "/");
      await go(lost, "/sync");
      await lost.getByText("Không được nhận", { exact: true }).waitFor();
      return lost;
    },
  },
  {
    name: "208-work-refused",
    async show() {
      await go(known.lost, "/");
      await known.lost.locator("article.card.grave details summary").click();
      return known.lost;
    },
  },
  {
    name: "209-audit",
    whole: true,
    tablet: true,
    async show() {
      await go(known.desk, "/more");
      await go(known.desk, "/administration");
      await known.desk.locator(".log li").first().waitFor();
      return known.desk;
    },
  },
  {
    name: "210-carry",
    fresh: true,
    as: LONG_MON,
    away: true,
    async show({ page, proxy }) {
      await proxy.gone();
      const names = ["Đinh Văn Xa (mẫu)", "Đinh Văn Vắng (mẫu)"];
      for (const [seed, name] of names.entries()) {
        await steps.nominate(page, { name, achievements: steps.longText(seed + 7) });
      }
      await go(page, "/sync");
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        files(page).getByRole("button", { name: "Xuất tệp" }).click(),
      ]);
      known.bundle = fs.readFileSync(await download.path());
      await files(page).getByText("Đã ghi 2 việc vào tệp").waitFor();
      await top(files(page));
    },
  },
  {
    name: "211-carry-codes",
    as: LONG_MON,
    away: true,
    tablet: true,
    async show({ page }) {
      await files(page).getByRole("button", { name: "Hiện mã QR" }).click();
      await page.getByRole("dialog", { name: "Việc chưa gửi của máy này" }).locator(".qr").waitFor();
    },
  },
  {
    name: "212-carry-codes-running",
    as: LONG_MON,
    away: true,
    async show({ page }) {
      await page.getByRole("dialog").getByRole("button", { name: "Chạy" }).click();
      await page.getByRole("button", { name: "Nhanh hơn" }).waitFor();
    },
  },
  {
    name: "213-carry-scan",
    tablet: true,
    async show({ page, url, proxy, bench, browserOf }) {
      await proxy.back();
      const codes = await steps.readCodes(page.getByRole("dialog"));
      const seen = path.join(bench.folder, "some.y4m");
      // Of all but the last, so that the reading stays as it is.
      film(seen, codes.slice(0, -1));
      const carrier = await (await browserOf("carrier", { args: seeing(seen), permissions: ["camera"] })).page();
      await steps.signIn(carrier, url, THANH_AN);
      await go(carrier, "/sync");
      await files(carrier).getByRole("button", { name: "Đọc mã từ máy khác" }).click();
      await carrier.getByText(new RegExp(`Đã đọc ${codes.length - 1} trên`)).waitFor({ timeout: 60_000 });
      known.carrier = carrier;
      return carrier;
    },
  },
  {
    name: "214-carry-carried",
    async show({ proxy }) {
      const { carrier } = known;
      await carrier.getByRole("dialog").getByRole("button", { name: "Thôi" }).click();
      await proxy.gone();
      await carrier.locator("#carry-file").setInputFiles({ name: "x.thidua", mimeType: "application/octet-stream", buffer: known.bundle });
      await files(carrier).getByText("Đang mang hộ, chờ có mạng để nộp").waitFor();
      await files(carrier).getByRole("button", { name: "Nộp ngay" }).click();
      await files(carrier).getByText("Chưa có mạng, nên chưa nộp được").waitFor();
      await top(files(carrier));
      return carrier;
    },
  },
  {
    name: "215-carry-receipt",
    async show() {
      const { carrier } = known;
      const nowButton = files(carrier).getByRole("button", { name: "Nộp ngay" });
      if (await nowButton.isVisible()) await nowButton.click();
      await files(carrier).getByText("Đưa giấy báo này về máy đã viết tệp").waitFor({ timeout: 30_000 });
      await top(files(carrier));
      return carrier;
    },
  },
  {
    name: "216-carry-no-camera",
    async show({ url, browserOf }) {
      const without = ["--use-fake-device-for-media-stream=device-count=0"];
      const page = await (await browserOf("without", { args: without })).page();
      await steps.signIn(page, url, THANH_AN);
      await go(page, "/sync");
      await files(page).getByRole("button", { name: "Đọc mã từ máy khác" }).click();
      await page.getByText("Máy này không có máy ảnh").waitFor();
      return page;
    },
  },
  {
    name: "220-hub-none",
    fresh: true,
    async flags() {
      known.hub = `http://127.0.0.1:${await freePort()}`;
      return ["--hubs", known.hub];
    },
    as: LONG_MON,
    async show({ page }) {
      await go(page, "/sync");
      await hubOf(page).waitFor();
      await top(hubOf(page));
    },
  },
  {
    name: "221-hub-scan-wrong",
    async show({ url, bench, proxy, browserOf }) {
      const port = Number(new URL(known.hub).port);
      const stranger = await startHub(bench, proxy.url, port, { address: "https://la.example" });
      await stranger.stop();
      const seen = path.join(bench.folder, "hub.y4m");
      film(seen, [stranger.code]);
      const page = await (await browserOf("commune", { args: seeing(seen), permissions: ["camera"] })).page();
      await steps.signIn(page, url, THANH_AN);
      await go(page, "/sync");
      await hubOf(page).getByRole("button", { name: "Quét mã" }).click();
      await page.getByText(/chưa nêu máy chủ hội nghị ở địa chỉ/).waitFor({ timeout: 60_000 });
      return page;
    },
  },
  {
    name: "222-hub-unreached",
    as: LONG_MON,
    away: true,
    async show({ page, proxy }) {
      await hubOf(page).getByLabel("Dùng máy chủ").selectOption(known.hub);
      await steps.safe(page);
      await proxy.gone();
      await steps.nominate(page, { name: "Đinh Văn Hội Nghị (mẫu)" });
      await ask(page);
      await hubOf(page).getByText(/Không tới được máy chủ hội nghị/).waitFor({ timeout: 20_000 });
      await top(hubOf(page));
    },
  },
  {
    name: "223-hub-at",
    as: LONG_MON,
    away: true,
    whole: true,
    tablet: true,
    async show({ page, proxy, bench }) {
      await proxy.back();
      await startHub(bench, proxy.url, Number(new URL(known.hub).port));
      await steps.sync(page);
      await proxy.gone();
      await steps.nominate(page, { name: "Đinh Thị Hội Nghị (mẫu)" });
      await ask(page);
      await steps.says(page, /^Đã lưu ở máy chủ hội nghị/, { timeout: 20_000 });
    },
  },
  { name: "224-hub-list", as: LONG_MON, away: true, show: ({ page }) => go(page, "/nominations") },
  {
    name: "225-hub-nomination",
    as: LONG_MON,
    show: ({ page }) => steps.openNomination(page, "Đinh Thị Hội Nghị"),
  },
  {
    name: "230-merger-form",
    fresh: true,
    as: ADMINISTRATOR,
    whole: true,
    async show({ page, url, browserOf }) {
      const officer = await (await browserOf("officer")).page();
      await steps.signIn(officer, url, LONG_MON);
      for (const name of ["Đinh Văn Môn (mẫu)", "Đinh Thị Môn (mẫu)"]) await steps.nominate(officer, { name });
      await steps.sync(officer);
      known.officer = officer;
      await go(page, "/administration/places");
      await page.getByRole("link", { name: "Sáp nhập đơn vị" }).click();
      await page.getByRole("heading", { name: "Sáp nhập đơn vị" }).waitFor();
    },
  },
  {
    name: "231-merger-form-wrong",
    as: ADMINISTRATOR,
    whole: true,
    tablet: true,
    async show({ page }) {
      await page.getByLabel("Tên", { exact: true }).fill(NEW_UNIT);
      await page.getByRole("button", { name: "Xem những gì sẽ chuyển" }).click();
      await page.getByText("Hãy chọn từ hai đơn vị trở lên", { exact: false }).waitFor();
    },
  },
  {
    name: "232-merger-preview",
    as: ADMINISTRATOR,
    tablet: true,
    async show({ page }) {
      for (const unit of ["Xã Long Môn", "Xã Thanh An"]) await page.getByLabel(unit, { exact: true }).check();
      await page.getByLabel("Từ ngày").fill("1/7/2025");
      await page.getByLabel("Mã đơn vị hành chính").fill("21349");
      await page.getByRole("button", { name: "Xem những gì sẽ chuyển" }).click();
      await page.getByRole("dialog").getByText("Đề nghị: 2", { exact: false }).waitFor();
    },
  },
  {
    name: "233-merger-typed",
    as: ADMINISTRATOR,
    async show({ page }) {
      await page.getByRole("dialog").getByLabel("Gõ để xác nhận", { exact: false }).fill("sáp nhập");
    },
  },
  {
    name: "234-merged",
    as: ADMINISTRATOR,
    async show({ page }) {
      await page.getByRole("dialog").getByRole("button", { name: "Sáp nhập", exact: true }).click();
      await page.locator(".detail").getByRole("heading", { name: NEW_UNIT }).waitFor();
    },
  },
  {
    name: "235-places-merged",
    as: ADMINISTRATOR,
    whole: true,
    async show({ page }) {
      await go(page, "/administration/places");
      await page.locator("section", { hasText: "Đã sáp nhập" }).last().waitFor();
    },
  },
  {
    name: "236-left",
    as: ADMINISTRATOR,
    async show({ page }) {
      const { officer } = known;
      await go(page, "/administration/accounts");
      await page.getByRole("link", { name: /longmon/ }).first().click();
      await page.locator(".detail").getByRole("link", { name: "Sửa" }).click();
      await page.getByLabel("Đơn vị", { exact: true }).selectOption({ label: "Xã Long Hiệp" });
      await page.getByRole("button", { name: "Lưu", exact: true }).click();
      await page.getByText("Máy chủ đã lưu").waitFor();
      await ask(officer);
      await officer.getByText("Không còn thuộc phần việc của bạn").waitFor();
      return officer;
    },
  },
  {
    name: "237-device-revoke",
    as: ADMINISTRATOR,
    async show({ page }) {
      await go(page, "/administration");
      const row = page.locator(".devices li", { hasText: "(longmon)" });
      await row.getByRole("button", { name: "Thu hồi" }).click();
      await row.getByRole("button", { name: "Thu hồi" }).click();
      await row.getByText("Hãy ghi lý do").waitFor();
    },
  },
  {
    name: "238-device-revoke-sure",
    as: ADMINISTRATOR,
    async show({ page }) {
      const row = page.locator(".devices li", { hasText: "(longmon)" });
      await row.getByLabel("Lý do thu hồi").fill("Mất trên đường đi công tác (mẫu)");
      await row.getByRole("button", { name: "Thu hồi" }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "240-copies",
    fresh: true,
    as: ADMINISTRATOR,
    whole: true,
    tablet: true,
    async show({ page, endpoint, bench, browserOf, url }) {
      const lost = await browserOf("lost");
      const unit = await lost.page();
      await steps.signIn(unit, url, LONG_MON);
      await steps.nominate(unit, { name: "Đinh Văn Sớm (mẫu)", position: "Trưởng thôn" });
      await steps.sync(unit);
      await steps.sync(page);
      const file = path.join(endpoint.data, "thidua.sqlite");
      const backup = path.join(bench.folder, "backup.sqlite");
      await endpoint.stop();
      fs.copyFileSync(file, backup);
      await endpoint.start();
      await steps.nominate(unit, { name: "Đinh Văn Muộn (mẫu)", position: "Kế toán", workplace: "Ủy ban nhân dân xã Long Môn" });
      await steps.editNomination(unit, "Đinh Văn Sớm", "position", "Bí thư chi bộ");
      await steps.sync(unit);
      await steps.syncNow(page);
      await steps.finds(page, "muon", ["Đinh Văn Muộn (mẫu)"]);
      await lost.close();
      await endpoint.stop();
      fs.copyFileSync(backup, file);
      await endpoint.start();
      await steps.sync(page);
      await go(page, "/tray");
      const offered = page.locator("#copies article");
      await until("the copies to be offered", async () => {
        await page.getByRole("button", { name: "Cập nhật" }).click();
        await page.waitForTimeout(500);
        return (await offered.count()) > 0;
      });
    },
  },
  {
    name: "241-copies-reason",
    as: ADMINISTRATOR,
    async show({ page }) {
      const copy = page.getByRole("article", { name: "Đinh Văn Muộn" });
      await copy.getByRole("button", { name: "Không nhận", exact: true }).click();
      await copy.getByRole("button", { name: "Không nhận việc này" }).click();
      await copy.getByText("Hãy ghi lý do").waitFor();
      await top(copy);
    },
  },
  {
    name: "242-reconciliation",
    as: ADMINISTRATOR,
    tablet: true,
    async show({ page }) {
      await page.getByRole("button", { name: "Thôi" }).click();
      await go(page, "/administration");
      await page.locator("#reconciliation").getByText("Chưa trở lại", { exact: true }).waitFor();
      await top(page.locator("#reconciliation"));
    },
  },
  {
    name: "243-reconciliation-whole",
    as: ADMINISTRATOR,
    whole: true,
    async show({ page }) {
      await page.locator("#reconciliation").getByRole("button", { name: "Kết thúc đối soát" }).click();
      await page.getByText("Hãy ghi lý do, nhiều nhất 300 ký tự.").waitFor();
    },
  },
  {
    name: "250-work-no-pledge",
    fresh: true,
    as: LONG_MON,
    async show({ page, url, browserOf }) {
      const office = await (await browserOf("office")).page();
      await steps.signIn(office, url, DISTRICT);
      known.bloc = await steps.makeBloc(office, { leader: "Xã Long Mai", targets: [POVERTY], criteria: TABLE });
      await steps.sync(office);
      known.office = office;
      await steps.sync(page);
      await go(page, "/");
      await page.getByText("Đơn vị chưa có giao ước.").waitFor();
    },
  },
  {
    name: "251-work-lacks",
    as: LONG_MON,
    async show({ page }) {
      known.pledge = await steps.makePledge(page, { plans: [""] });
      await go(page, "/");
      await page.getByText("còn thiếu nội dung để ký").waitFor();
    },
  },
  {
    name: "252-pledge-lacks",
    as: LONG_MON,
    whole: true,
    async show({ page }) {
      await go(page, `/pledges/${known.pledge}`);
      await page.locator(".detail").getByText(`kế hoạch (${POVERTY.name})`).waitFor();
    },
  },
  {
    name: "253-work-to-sign",
    as: LONG_MON,
    async show({ page }) {
      await page.locator(".detail").getByRole("link", { name: "Sửa", exact: true }).click();
      await page.locator("form.form").getByLabel("Kế hoạch", { exact: true }).fill("40");
      await steps.save(page);
      await go(page, "/");
      await page.getByText("Giao ước của đơn vị chưa ký.").waitFor();
    },
  },
  {
    name: "254-work-late",
    as: LONG_MON,
    whole: true,
    tablet: true,
    async show({ page }) {
      await go(page, `/pledges/${known.pledge}`);
      await page.locator(".detail").getByRole("button", { name: "Ký giao ước", exact: true }).click();
      await steps.signByHand(page, { signer: "Đinh Thị Hai (mẫu)" });
      await steps.typeNomination(page, { name: "Đinh Văn Dở (mẫu)" });
      await page.getByText(/Đã giữ bản nháp/).first().waitFor();
      await go(page, "/");
      await page.getByText(/Kết quả 6 tháng: thiếu/).waitFor();
    },
  },
  {
    name: "255-result-evidence",
    as: LONG_MON,
    away: true,
    whole: true,
    tablet: true,
    async show({ page, proxy }) {
      await steps.sync(page);
      await proxy.gone();
      await go(page, `/pledges/${known.pledge}`);
      await page.getByLabel("Kỳ báo cáo").selectOption({ label: "Cả năm" });
      await steps.enterResult(page, POVERTY.name, "40");
      const evidence = page.locator(".target", { hasText: POVERTY.name }).locator("details.evidence");
      await evidence.locator("summary").click();
      await evidence.locator("input[type=file]").first().setInputFiles([
        chosen("bao-cao-ket-qua-giam-ngheo-sau-thang-dau-nam-2023.pdf", "application/pdf", pdf(60_000)),
        chosen("danh-sach.xlsx", "application/octet-stream", Buffer.from("PK\x03\x04")),
        chosen("ho-thoat-ngheo.jpg", "image/jpeg", await photograph(page, { width: 800, height: 600, remarks: false })),
      ]);
      await evidence.getByText("Minh chứng (2)").waitFor();
    },
  },
  {
    name: "256-result-evidence-screen",
    as: LONG_MON,
    async show({ page }) {
      await page.locator(".target", { hasText: POVERTY.name }).evaluate((target) => target.scrollIntoView());
    },
  },
  {
    name: "257-result-evidence-sent",
    as: LONG_MON,
    whole: true,
    async show({ page }) {
      await steps.sync(page);
      await go(page, `/pledges/${known.pledge}`);
      await page.getByLabel("Kỳ báo cáo").selectOption({ label: "Cả năm" });
      const evidence = page.locator(".target", { hasText: POVERTY.name }).locator("details.evidence");
      await evidence.locator("summary").click();
      await evidence.getByText("Đã có trên máy chủ").nth(1).waitFor({ timeout: 30_000 });
    },
  },
  {
    name: "258-work-verify",
    async show({ page }) {
      await steps.openScore(page, known.bloc, "Xã Long Môn", "Tự chấm điểm");
      await steps.criterion(page, TABLE[1].name).getByLabel("Điểm", { exact: true }).fill("38");
      await page.getByRole("checkbox", { name: /^Đã chấm xong/ }).check();
      await steps.save(page);
      await steps.sync(page);
      const { office } = known;
      await steps.sync(office);
      await go(office, "/");
      await office.getByText("Chờ thẩm định điểm: Xã Long Môn.").waitFor();
      return office;
    },
  },
  {
    name: "259-work-cross",
    as: THANH_AN,
    async show({ page }) {
      await go(page, "/");
      await page.getByText("Chấm chéo: Xã Long Môn.").waitFor();
    },
  },
  {
    name: "260-clock",
    fresh: true,
    as: LONG_MON,
    async show({ page, url }) {
      await page.context().addInitScript(() => {
        const RightDate = Date;
        const ahead = 12 * 60_000;
        globalThis.Date = class extends RightDate {
          constructor(...parts) {
            super(...(parts.length > 0 ? parts : [RightDate.now() + ahead]));
          }
          static now() {
            return RightDate.now() + ahead;
          }
        };
      });
      await page.goto(url);
      await steps.syncNow(page);
      await page.locator("#clock").waitFor();
      await go(page, "/");
    },
  },
  { name: "261-clock-form", as: LONG_MON, show: ({ page }) => steps.typeNomination(page, { name: "Đinh Văn Giờ (mẫu)" }) },
  {
    name: "262-clock-health",
    as: LONG_MON,
    whole: true,
    show: ({ page }) => go(page, "/sync"),
  },
];
