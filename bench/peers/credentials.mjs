// A certificate for the far end, for one run: browsers take Brotli over TLS only.

import fs from "node:fs";
import path from "node:path";
import selfsigned from "selfsigned";

const { THIDUA_PEERS } = process.env;
const made = await selfsigned.generate([{ name: "commonName", value: "10.77.0.1" }], { keySize: 2048, algorithm: "sha256" });
fs.writeFileSync(path.join(THIDUA_PEERS, "key.pem"), made.private);
fs.writeFileSync(path.join(THIDUA_PEERS, "cert.pem"), made.cert);
