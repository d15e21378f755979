/**
 * The baseline of `ingest`: a bare node:http server that stores each body with one autocommit INSERT, through the same
 * driver and pool size as the product.
 */
import { createServer } from "node:http";
import postgres from "postgres";

const sql = postgres(process.env.BARE_URL, { max: 10, onnotice: () => {} });

const server = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", async () => {
    await sql`insert into bare_updates (body) values (${Buffer.concat(chunks).toString("utf8")})`;
    response.writeHead(200, { "content-type": "application/json" });
    response.end("{}");
  });
});
server.listen(Number(process.env.PORT), "127.0.0.1", () => process.send?.("ready"));
