// RxDB in the page: Dexie storage, and its HTTP replication as documented, with pages of 2,000.

import { createRxDatabase } from "rxdb/plugins/core";
import { replicateRxCollection } from "rxdb/plugins/replication";
import { getRxStorageDexie } from "rxdb/plugins/storage-dexie";

const text = { type: "string" };
const number = { type: "number" };
const schema = {
  version: 0,
  primaryKey: "id",
  type: "object",
  properties: {
    id: { type: "string", maxLength: 36 },
    subject: number,
    award: text,
    year: number,
    name: text,
    position: text,
    workplace: text,
    achievements: text,
    birthYear: number,
    sex: text,
    rating: text,
    updatedAt: number,
  },
  required: ["id", "name", "updatedAt"],
};

const opened = (async () => {
  const database = await createRxDatabase({ name: "nominations", storage: getRxStorageDexie(), multiInstance: false });
  const { nominations } = await database.addCollections({ nominations: { schema } });
  return nominations;
})();

async function replicate(ways) {
  const collection = await opened;
  const pull = {
    batchSize: 2000,
    async handler(checkpoint, limit) {
      const { id = "", updatedAt = 0 } = checkpoint ?? {};
      const answer = await fetch(`/pull?updatedAt=${updatedAt}&id=${id}&limit=${limit}`);
      return answer.json();
    },
  };
  const push = {
    batchSize: 2000,
    async handler(rows) {
      const headers = { Accept: "application/json", "Content-Type": "application/json" };
      const answer = await fetch("/push", { method: "POST", headers, body: JSON.stringify(rows) });
      return answer.json();
    },
  };
  const all = { pull, push };
  const chosen = Object.fromEntries(ways.map((way) => [way, all[way]]));
  const replication = replicateRxCollection({ collection, replicationIdentifier: "bench", live: false, ...chosen });
  const failed = new Promise((_, reject) => replication.error$.subscribe(reject));
  await Promise.race([replication.awaitInitialReplication(), failed]);
}

const now = (row) => ({ ...row, updatedAt: Date.now() });

globalThis.peer = {
  ready: async () => (await opened).count().exec(),
  pull: () => replicate(["pull", "push"]),
  sync: () => replicate(["pull", "push"]),
  edit: async (id, change) => (await (await opened).findOne(id).exec()).incrementalPatch(now(change)),
  save: async (row) => (await opened).insert(now(row)),
  add: async (rows) => (await opened).bulkInsert(rows.map(now)),
  readAll: async () => (await (await opened).find().exec()).length,
};
