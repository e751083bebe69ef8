// `test(name, async (bench) => …)` registers; run.mjs runs. A test gets a Bench (harness.mjs) of its own.

export const tests = [];

/** The file that is being loaded, for the report; set by run.mjs. */
export const loading = { file: "" };

export function test(name, run, { timeout = 120_000 } = {}) {
  tests.push({ name, run, timeout, file: loading.file });
}
