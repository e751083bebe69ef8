// Runs every *.test.mjs here, two at a time: a test waits for its browser and its endpoint more than it works. Each has
// its own of everything, but not of the machine's time; so what failed beside another is run once more alone, that is
// said, and only then it counts as failed. `node run.mjs WORD` runs those whose file or name contains WORD.

import fs from "node:fs";
import { Bench } from "./harness.mjs";
import { loading, tests } from "./registry.mjs";

/** How many tests at a time. */
const LANES = Number(process.env.THIDUA_LANES ?? 2);

const wanted = process.argv[2] ?? "";
const folder = new URL(".", import.meta.url);
for (const file of fs.readdirSync(folder).filter((name) => name.endsWith(".test.mjs")).sort()) {
  loading.file = file;
  await import(new URL(file, folder));
}

const waiting = tests.filter((test) => `${test.file} ${test.name}`.includes(wanted));
const again = [];
let passed = 0;
let failed = 0;

await Promise.all(Array.from({ length: LANES }, lane));
for (const test of again) {
  const { error, seconds } = await tried(test);
  say(error ? "FAILED" : "ok, alone", test, seconds, error);
  error ? (failed += 1) : (passed += 1);
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

async function lane() {
  for (let test = waiting.shift(); test; test = waiting.shift()) {
    const { error, seconds } = await tried(test);
    if (!error) {
      passed += 1;
      say("ok", test, seconds);
    } else if (LANES > 1) {
      again.push(test);
      say("failed beside another, to be run alone", test, seconds, error);
    } else {
      failed += 1;
      say("FAILED", test, seconds, error);
    }
  }
}

async function tried(test) {
  const start = Date.now();
  const error = await failure(test);
  return { error, seconds: ((Date.now() - start) / 1000).toFixed(1) };
}

function say(how, test, seconds, error) {
  console.log(`  ${how}  ${test.file.replace(".test.mjs", "")}: ${test.name} (${seconds} s)`);
  if (error) console.log(indent(error.stack ?? String(error)));
}

async function failure({ name, run, timeout }) {
  const bench = new Bench(name);
  let error;
  try {
    await within(timeout, run(bench));
    // A panic or a blocked script that the test did not look for is still a fault of the app.
    const problems = bench.devices.flatMap((device) => device.problems.map((text) => `${device.name}: ${text}`));
    if (problems.length > 0) throw new Error(`problems in the page:\n${problems.join("\n")}`);
  } catch (caught) {
    error = caught;
    for (const picture of await bench.picture()) console.log(`  picture: ${picture}`);
    for (const device of bench.devices) for (const text of device.problems) console.log(`  ${device.name}: ${text}`);
  }
  await bench.close();
  return error;
}

async function within(timeout, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${timeout / 1000} s`)), timeout);
  });
  try {
    await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function indent(text) {
  return text.replaceAll(/^/gm, "        ");
}
