// Runs every *.test.mjs here, one test after the other (two cores and real browsers: side by side they would only
// disturb each other's times). `node run.mjs WORD` runs those whose file or name contains WORD.

import fs from "node:fs";
import { Bench } from "./harness.mjs";
import { loading, tests } from "./registry.mjs";

const wanted = process.argv[2] ?? "";
const folder = new URL(".", import.meta.url);
for (const file of fs.readdirSync(folder).filter((name) => name.endsWith(".test.mjs")).sort()) {
  loading.file = file;
  await import(new URL(file, folder));
}

let passed = 0;
let failed = 0;
let file = "";
for (const test of tests.filter((test) => `${test.file} ${test.name}`.includes(wanted))) {
  if (test.file !== file) console.log(`\n${(file = test.file)}`);
  const start = Date.now();
  const error = await failure(test);
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  console.log(`  ${error ? "FAILED" : "ok"}  ${test.name} (${seconds} s)`);
  if (error) {
    failed += 1;
    console.log(indent(error.stack ?? String(error)));
  } else {
    passed += 1;
  }
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

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
