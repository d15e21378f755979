import { randomBytes } from "node:crypto";
import { v7 as newId } from "uuid";
import { encrypt } from "@/server/kernel";
import type { BenchDatabase } from "./bench.ts";

export type BenchChannel = {
  workspaceId: string;
  slug: string;
  channelId: string;
  key: string;
  webhookSecret: string;
  botId: number;
  username: string;
  token: string;
};

const alwaysOpen = JSON.stringify(Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }]));

/** Workspaces with one bot each, loaded by COPY. */
export async function loadWorkspaces(
  database: BenchDatabase,
  secret: Buffer,
  count: number,
  options: {
    apiRoot?: string;
    isAgentOn?: boolean;
    bots?: readonly { id: number; token: string }[];
    firstIndex?: number;
  } = {},
): Promise<BenchChannel[]> {
  const { apiRoot = "http://127.0.0.1:9/bot-api", isAgentOn = false, bots, firstIndex = 0 } = options;
  const organisationId = newId();
  const channels = Array.from({ length: count }, (_, index): BenchChannel => {
    const bot = bots?.[index];
    const botId = bot?.id ?? 900_000_000 + firstIndex + index;
    return {
      workspaceId: newId(),
      slug: `bench-${firstIndex + index}`,
      channelId: newId(),
      key: randomBytes(24).toString("base64url"),
      webhookSecret: randomBytes(24).toString("base64url"),
      botId,
      username: `bench_${firstIndex + index}_bot`,
      token: bot?.token ?? `${botId}:${randomBytes(26).toString("base64url").slice(0, 35)}`,
    };
  });
  const now = new Date().toISOString();
  await copyRows(database, "organisations", ["id", "name", "created_at"], [[organisationId, "Bench", now]]);
  await copyRows(
    database,
    "workspaces",
    [
      "id",
      "organisation_id",
      "kind",
      "name",
      "slug",
      "time_zone",
      "default_language",
      "languages",
      "business_hours",
      "is_agent_on",
      "minutes_per_answer",
      "created_at",
    ],
    channels.map(({ workspaceId, slug }, index) => [
      workspaceId,
      organisationId,
      "shop",
      `Bench ${index}`,
      slug,
      "Europe/Istanbul",
      "tr",
      "{tr,en,ru,ar}",
      alwaysOpen,
      isAgentOn,
      3,
      now,
    ]),
  );
  await copyRows(
    database,
    "channels",
    [
      "workspace_id",
      "id",
      "kind",
      "key",
      "provider_account_id",
      "username",
      "display_name",
      "api_root",
      "token_encrypted",
      "secret_encrypted",
      "update_mode",
      "state",
      "profile",
      "created_at",
    ],
    channels.map((channel, index) => [
      channel.workspaceId,
      channel.channelId,
      "telegram",
      channel.key,
      channel.botId,
      channel.username,
      `Bench ${index}`,
      apiRoot,
      encrypt(secret, channel.token, `channel:${channel.channelId}:token`),
      encrypt(secret, channel.webhookSecret, `channel:${channel.channelId}:secret`),
      "webhook",
      "active",
      "{}",
      now,
    ]),
  );
  return channels;
}

export type CopyValue = string | number | boolean | null;

/** Writes rows by COPY, which row security would refuse to any role that serves. */
export async function copyRows(
  database: BenchDatabase,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly CopyValue[]>,
): Promise<void> {
  const { admin } = database;
  const sink = await admin`copy ${admin(table)} (${admin.unsafe(columns.join(", "))}) from stdin`.writable();
  let text = "";
  for (const row of rows) {
    text += `${row.map(toCopyText).join("\t")}\n`;
    if (text.length < 1 << 20) continue;
    if (!sink.write(text)) await new Promise((resolve) => sink.once("drain", resolve));
    text = "";
  }
  await new Promise<void>((resolve, reject) => {
    sink.once("error", reject);
    sink.once("finish", resolve);
    sink.end(text);
  });
}

function toCopyText(value: CopyValue): string {
  if (value === null) return "\\N";
  return String(value)
    .replace(/\\/g, "\\\\")
    .replace(/\n/g, "\\n")
    .replace(/\t/g, "\\t")
    .replace(/\r/g, "\\r");
}
