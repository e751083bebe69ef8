// PouchDB in the page. Both ways where a device would go both ways; pages of 2,000 and no setup request at the remote, as
// its documentation advises for many documents.

import PouchDB from "pouchdb/dist/pouchdb.min.js";

const OPTIONS = { batch_size: 2000, batches_limit: 10 };
const local = new PouchDB("nominations");
const remote = new PouchDB(`${location.origin}/nominations`, { skip_setup: true });
const fields = ({ id, ...rest }) => ({ _id: id, ...rest });

globalThis.peer = {
  ready: async () => (await local.info()).doc_count,
  pull: () => PouchDB.replicate(remote, local, OPTIONS),
  sync: () => PouchDB.sync(local, remote, OPTIONS),
  edit: async (id, change) => local.put({ ...(await local.get(id)), ...change }),
  save: (row) => local.put(fields(row)),
  add: (rows) => local.bulkDocs(rows.map(fields)),
  readAll: async () => (await local.allDocs({ include_docs: true })).rows.length,
};
