/**
 * `npm test`: every check, on a bare checkout too, closed by the line `N passed, N failed`. Names as arguments run
 * some of them (`npm test -- walls unit`). What it does is in lib/checks.ts, which Node 24 runs as it stands.
 */
const [major] = process.versions.node.split(".").map(Number);
if (major < 22) {
  console.error(`✗ The tests run on Node 22 or newer; this is ${process.version}. Start them with: npm test`);
  console.log("0 passed, 1 failed");
  process.exit(1);
}
const { runChecks } = await import("./lib/checks.ts");
await runChecks(process.argv.slice(2));
