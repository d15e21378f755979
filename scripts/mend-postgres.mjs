/**
 * Mends postgres.js 3.4.9, which does not bear a connection that breaks at the wrong moment (porsager/postgres #1066,
 * #1154, #1208; no release has it mended). Without this, in the order of the changes below:
 *
 * - a statement sent on a broken connection ends the whole process by an exception that nobody can catch;
 * - what a broken connection had not sent yet stands in the way of the next handshake, for a minute or more;
 * - a server that takes connections and closes them before they are open (a proxy before a database that is down) is
 *   asked again many hundred times a second, and nobody is told;
 * - what a connection is given between its error and its end is never answered, and whoever asked waits for ever;
 * - the first statement on the new connection fails with the error that ended the old one;
 * - a statement that fails after its first rows (and one whose connection breaks) leaves their number behind, and the next
 *   one's rows are put after as many holes: who takes the first row takes none (#1119, #1181);
 * - the rest of a broken transaction, its ROLLBACK included, is sent on the session that takes its place: somebody
 *   else's transaction is undone by half and reported as committed.
 *
 * Runs after every install (package.json, scripts/install.mjs); tests/resilience/database-driver.db.test.ts proves it.
 * Plain JavaScript for Node 20. When a newer postgres.js has it mended, this goes.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const editions = ["src", "cjs/src"];

const changes = [
  {
    file: "connection.js",
    from: `  function nextWrite(fn) {
    const x = socket.write(chunk, fn)
`,
    to: `  function nextWrite(fn) {
    if (socket === null) {
      clearImmediate(nextWriteTimer)
      chunk = nextWriteTimer = null
      error(Errors.connection('CONNECTION_CLOSED', options, socket))
      return false
    }
    const x = socket.write(chunk, fn)
`,
  },
  {
    file: "connection.js",
    from: `    incomings = null
    clearImmediate(nextWriteTimer)
    socket.removeListener('data', data)
`,
    to: `    incomings = null
    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    socket.removeListener('data', data)
`,
  },
  {
    file: "connection.js",
    from: `    if (initial)
      return reconnect()

    !hadError && (query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))
`,
    to: `    if (initial && options.host.length > 1)
      return reconnect()

    if (initial || query || sent.length)
      error(Errors.connection('CONNECTION_CLOSED', options, socket))
`,
  },
  {
    file: "connection.js",
    from: `    closedTime = performance.now()
    hadError && options.shared.retries++
`,
    to: `    query = results = errorResponse = null
    result = new Result()
    closedTime = performance.now()
    hadError && options.shared.retries++
`,
  },
  {
    file: "connection.js",
    from: `    result = new Result()
    connectTimer.cancel()
`,
    to: `    result = new Result()
    rows = 0
    connectTimer.cancel()
`,
  },
  {
    file: "connection.js",
    from: `    socket.removeAllListeners()
    socket = null
`,
    to: `    socket.removeAllListeners()
    socket = null
    rows = 0
`,
  },
  {
    file: "index.js",
    from: `    let savepoints = 0
      , connection
`,
    to: `    let savepoints = 0
      , lost = null
      , connection
`,
  },
  {
    file: "index.js",
    from: `        new Promise((_, reject) => connection.onclose = reject)
`,
    to: `        new Promise((_, reject) => connection.onclose = e => {
          lost = e
          while (queries.length) queries.shift().reject(e)
          reject(e)
        })
`,
  },
  {
    file: "index.js",
    from: `        q.catch(e => uncaughtError || (uncaughtError = e))
        c.queue === full
`,
    to: `        q.catch(e => uncaughtError || (uncaughtError = e))
        if (lost) return q.reject(lost)
        c.queue === full
`,
  },
];

/**
 * Changes what has not been changed yet. A file is replaced whole, so that nobody reads half of it.
 *
 * @throws Error when postgres.js reads otherwise than this was written for
 */
export function mendPostgres(folder = join(root, "node_modules", "postgres")) {
  if (!existsSync(folder)) return;
  for (const edition of editions) {
    for (const name of new Set(changes.map((change) => change.file))) {
      const path = join(folder, edition, name);
      const found = readFileSync(path, "utf8");
      const mended = changes.filter(({ file }) => file === name).reduce(mendText, found);
      if (mended === found) continue;
      writeFileSync(`${path}.new`, mended);
      renameSync(`${path}.new`, path);
    }
  }
}

function mendText(text, { file, from, to }) {
  if (text.includes(to)) return text;
  if (text.split(from).length !== 2) {
    throw new Error(
      `postgres.js has changed: ${file} reads otherwise. Look whether its release notes mend #1154 and #1208, and ` +
        "change or drop scripts/mend-postgres.mjs.",
    );
  }
  return text.replace(from, () => to);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) mendPostgres();
