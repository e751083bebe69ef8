// Photographs every screen of screens.mjs in all sizes and both themes into target/shots/. Made to be looked at.
// `node shots.mjs WORD` takes only the screens whose name matches WORD, `node shots.mjs WORD phone-dark` these in one round alone.

import fs from "node:fs";
import path from "node:path";
import { APP, Bench, OUTPUT, installed } from "./harness.mjs";
import { screens, signIn } from "./screens.mjs";

const SIZES = {
  phone: { width: 360, height: 740 },
  tablet: { width: 820, height: 1180 },
  desktop: { width: 1280, height: 800 },
};
const THEMES = ["light", "dark"];

const wanted = screens.filter(({ name }) => new RegExp(process.argv[2] ?? "").test(name));
const isWanted = (round) => new RegExp(process.argv[3] ?? "").test(round);
const folder = path.join(OUTPUT, "shots");
fs.mkdirSync(folder, { recursive: true });

let failed = 0;
for (const [size, viewport] of Object.entries(SIZES)) {
  // A state is reached through those before it, so a round goes through all and keeps the pictures it is for.
  const kept = (screen) => size !== "tablet" || screen.tablet;
  if (!wanted.some(kept)) continue;
  for (const theme of THEMES.filter((theme) => isWanted(`${size}-${theme}`))) {
    // A fresh endpoint for each, so that what one round enters does not stand in the next.
    for (const chapter of chapters(wanted)) {
      const bench = new Bench("shots");
      try {
        await round(bench, chapter, size, viewport, theme, kept);
      } finally {
        await bench.close();
      }
    }
  }
}
console.log(`${folder}: ${failed === 0 ? "all taken" : `${failed} not taken`}`);
process.exit(failed === 0 ? 0 : 1);

/** The screens, cut where one begins with an empty committee. */
function chapters(screens) {
  const cut = [];
  for (const screen of screens) {
    if (screen.fresh || cut.length === 0) cut.push([]);
    cut.at(-1).push(screen);
  }
  return cut;
}

async function round(bench, screens, size, viewport, theme, kept) {
  const app = path.join(bench.folder, "app");
  fs.cpSync(APP, app, { recursive: true });
  const endpoint = await bench.endpoint({ app, flags: await screens[0].flags?.() });
  const proxy = await bench.proxy(endpoint);
  const touch = size !== "desktop";
  const settings = { viewport, colorScheme: theme, hasTouch: touch, deviceScaleFactor: size === "phone" ? 2 : 1 };
  const device = await bench.device("shots", { ...settings, reducedMotion: "reduce" });
  const page = await device.page(proxy.url);
  await installed(page);
  let person = null;
  for (const screen of screens) {
    const file = path.join(folder, `${screen.name}-${size}-${theme}.png`);
    try {
      if (screen.as && screen.as !== person) {
        await signIn(page, proxy.url, screen.as);
        person = screen.as;
      }
      const browserOf = (name, more) => bench.device(name, { ...settings, ...more });
      const shown = (await screen.show({ page, url: proxy.url, proxy, endpoint, app, browserOf, bench })) ?? page;
      // Panes scroll by themselves: for the whole of a screen the window grows as tall as what is in them.
      if (screen.whole) await shown.setViewportSize({ ...viewport, height: await tallest(shown, viewport.height) });
      if (kept(screen)) {
        await shown.screenshot({ path: file });
        console.log(file);
      }
      await shown.setViewportSize(viewport);
    } catch (error) {
      failed += 1;
      console.log(`NOT TAKEN ${file}: ${error.message}`);
    } finally {
      if (!screen.away) await proxy.back();
      proxy.mend();
    }
  }
}

/** The height at which nothing of the screen is out of sight. */
async function tallest(page, least) {
  const hidden = await page.evaluate(() => {
    const panes = [...document.querySelectorAll(".pane, main")];
    return Math.max(0, ...panes.map((pane) => pane.scrollHeight - pane.clientHeight));
  });
  return Math.min(least + hidden, 6000);
}
