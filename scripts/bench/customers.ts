import { v7 as newId } from "uuid";
import { tokenise } from "@/lib/text/fold";
import type { BenchDatabase } from "./bench.ts";
import { type BenchChannel, copyRows } from "./workspaces.ts";

export type BenchCustomer = {
  channel: BenchChannel;
  /** The customer's id at the platform, which is the chat's too. */
  user: number;
  customerId: string;
  addressId: string;
  name: string;
  phone: string;
};

const firstNames = [
  "Ayşe",
  "Mehmet",
  "Zeynep",
  "Mustafa",
  "Elif",
  "Ahmet",
  "Fatma",
  "Emre",
  "Merve",
  "Burak",
];
const lastNames = [
  "Yılmaz",
  "Kaya",
  "Demir",
  "Şahin",
  "Çelik",
  "Yıldız",
  "Aydın",
  "Öztürk",
  "Arslan",
  "Doğan",
];

/** Customers whom a bot knows, each with a proved phone, loaded by COPY. */
export async function loadCustomers(
  database: BenchDatabase,
  channels: readonly BenchChannel[],
  users: readonly number[],
): Promise<BenchCustomer[]> {
  const now = new Date().toISOString();
  const made = channels.flatMap((channel) =>
    users.map((user, index): BenchCustomer & { identityId: string } => ({
      channel,
      user,
      customerId: newId(),
      identityId: newId(),
      addressId: newId(),
      name: `${firstNames[index % 10]} ${lastNames[Math.floor(index / 10) % 10]}`,
      phone: `+9053${String(10_000_000 + index).padStart(8, "0")}`,
    })),
  );
  const of = <T>(toRow: (customer: (typeof made)[number]) => T) => made.map(toRow);
  await copyRows(
    database,
    "customers",
    ["workspace_id", "id", "display_name", "language_hint", "created_at"],
    of(({ channel, customerId, name }) => [channel.workspaceId, customerId, name, "tr", now]),
  );
  const identityColumns = [
    "workspace_id",
    "id",
    "customer_id",
    "kind",
    "value",
    "verified_at",
    "verified_by",
    "created_at",
  ];
  await copyRows(database, "identities", identityColumns, [
    ...of(({ channel, customerId, identityId, user }) => [
      channel.workspaceId,
      identityId,
      customerId,
      "telegram",
      user,
      now,
      "platform",
      now,
    ]),
    ...of(({ channel, customerId, phone }) => [
      channel.workspaceId,
      newId(),
      customerId,
      "phone",
      phone,
      now,
      "contact_button",
      now,
    ]),
  ]);
  await copyRows(
    database,
    "addresses",
    ["workspace_id", "id", "customer_id", "identity_id", "channel_id", "chat_id", "created_at"],
    of(({ channel, customerId, identityId, addressId, user }) => [
      channel.workspaceId,
      addressId,
      customerId,
      identityId,
      channel.channelId,
      user,
      now,
    ]),
  );
  await copyRows(
    database,
    "terms",
    ["workspace_id", "kind", "term", "row_id", "weight"],
    made.flatMap(({ channel, customerId, name }) =>
      tokenise(name).map((word) => [channel.workspaceId, "customer", word, customerId, 1]),
    ),
  );
  return made;
}
