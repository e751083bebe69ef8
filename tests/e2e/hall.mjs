// A hub as it stands in the hall of a conference: a process of its own, at a port that the committee's endpoint names.

import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { ENDPOINT, until } from "./harness.mjs";
import { ADMINISTRATOR } from "./steps.mjs";

/** A port that is free at the moment: the committee's endpoint names it before the hub is there. */
export async function freePort() {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** The code that a hub has drawn on its terminal, two modules above each other in a letter, as `film` takes it. */
function drawn(lines) {
  const rows = lines.filter((line) => /^[█▀▄ ]+$/.test(line)).flatMap((line) => [
    [...line].map((both) => both === " " || both === "▄"),
    [...line].map((both) => both === " " || both === "▀"),
  ]);
  const size = rows[0].length;
  const dark = rows.slice(0, size).flatMap((row, y) => row.flatMap((is, x) => (is ? [`M${x} ${y}h1v1`] : [])));
  return { size, path: dark.join("") };
}

/** Starts a hub of the endpoint at `upstream`, and waits until it listens. `address`: what it tells tablets to choose; its code is returned. */
export async function startHub(bench, upstream, port, { address } = {}) {
  const data = path.join(bench.folder, "hub");
  const password = path.join(bench.folder, "hub-password");
  fs.writeFileSync(password, ADMINISTRATOR.password);
  const flags = ["--upstream", upstream, "--account", ADMINISTRATOR.login, "--password-file", password];
  const places = ["--data", data, "--listen", `127.0.0.1:${port}`, "--line-every", "1"];
  const told = address ? ["--address", address] : [];
  const hub = spawn(ENDPOINT, ["hub", ...flags, ...places, ...told], { stdio: ["ignore", "pipe", "pipe"] });
  bench.onClose(() => hub.kill("SIGKILL"));
  let output = "";
  hub.stderr.on("data", (chunk) => (output += chunk));
  const lines = [];
  createInterface({ input: hub.stdout }).on("line", (line) => lines.push(line));
  const ended = once(hub, "exit").then(([code]) => {
    throw new Error(`the hub ended with ${code}:\n${output}`);
  });
  ended.catch(() => {});
  // The light margin below a code is its last line.
  const isTold = () => lines.some((line) => line.startsWith("listening on")) && (!address || lines.filter((line) => /^█+$/.test(line)).length > 1);
  await Promise.race([until("the hub to listen", isTold), ended]);
  const stop = async () => {
    const over = once(hub, "exit");
    hub.kill("SIGTERM");
    await over;
  };
  return { code: address && drawn(lines), stop };
}
