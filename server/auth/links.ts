import { hash } from "node:crypto";
import { and, eq, isNull, sql } from "drizzle-orm";
import { type linkPurposes, mailLinks } from "@/db/schema";
import {
  getRuntime,
  inPerson,
  isSameSecret,
  lookUp,
  newId,
  randomToken,
  type Transaction,
} from "@/server/kernel";
import { LinkWorthless } from "./errors";
import { linkMinutes } from "./rules";
import type { LinkState } from "./schemas";

export type LinkPurpose = (typeof linkPurposes)[number];
export type MailLink = typeof mailLinks.$inferSelect;

/** Where each link leads; the token is the last part. */
const pathOf: Record<LinkPurpose, string> = {
  "sign-up": "/sign-up",
  "sign-in": "/sign-in",
  reset: "/reset",
  address: "/account/address",
};

const secretHash = (secret: string) => hash("sha256", secret, "base64url");

/**
 * Makes a link for a mail, in the caller's transaction of that person. An earlier one of the same purpose ends.
 * Returns its whole address: the only place where the secret ever stands.
 */
export async function makeLink(
  tx: Transaction,
  input: { personId: string; purpose: LinkPurpose; address: string; next?: string | null },
): Promise<{ url: string; minutes: number }> {
  const { env, clock } = getRuntime();
  const now = clock.now();
  const [id, secret] = [newId(), randomToken()];
  const minutes = linkMinutes[input.purpose];
  await endLinks(tx, input.personId, [input.purpose]);
  await tx.insert(mailLinks).values({
    id,
    personId: input.personId,
    purpose: input.purpose,
    secretHash: secretHash(secret),
    address: input.address,
    next: input.next ?? null,
    createdAt: now,
    expiresAt: new Date(now.getTime() + minutes * 60_000),
  });
  return { url: `${env.origin}${pathOf[input.purpose]}/${id}.${secret}`, minutes };
}

/** What a link is worth now, without using it. A wrong secret is a link that never was. */
export async function readLink(
  token: string,
  purpose: LinkPurpose,
): Promise<{ state: "good"; link: MailLink } | { state: Exclude<LinkState, "good"> }> {
  const [, id, secret] = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{32})$/.exec(token) ?? [];
  const { clock } = getRuntime();
  if (!id || !secret) return { state: "unknown" };
  const [found] = await lookUp<{ person_id: string | null }>(
    sql`select person_id from resolve_mail_link(${id}::uuid)`,
  );
  if (!found?.person_id) return { state: "unknown" };
  const [link] = await inPerson(found.person_id, (tx) =>
    tx.select().from(mailLinks).where(eq(mailLinks.id, id)),
  );
  if (!link || link.purpose !== purpose || !isSameSecret(secretHash(secret), link.secretHash)) {
    return { state: "unknown" };
  }
  if (link.endedAt) return { state: "used" };
  return link.expiresAt > clock.now() ? { state: "good", link } : { state: "expired" };
}

/** @throws LinkWorthless */
export async function getLinkOrThrow(token: string, purpose: LinkPurpose): Promise<MailLink> {
  const read = await readLink(token, purpose);
  if (read.state !== "good") throw new LinkWorthless(read.state);
  return read.link;
}

/** Uses a link up, in the transaction of what it is for. @throws LinkWorthless when someone was quicker */
export async function useUp(tx: Transaction, link: MailLink): Promise<void> {
  const used = await tx
    .update(mailLinks)
    .set({ endedAt: getRuntime().clock.now() })
    .where(and(eq(mailLinks.id, link.id), isNull(mailLinks.endedAt)))
    .returning({ id: mailLinks.id });
  if (used.length === 0) throw new LinkWorthless("used");
}

/** Makes all open links of some purposes worthless. */
export async function endLinks(
  tx: Transaction,
  personId: string,
  purposes: readonly LinkPurpose[],
): Promise<void> {
  for (const purpose of purposes) {
    await tx
      .update(mailLinks)
      .set({ endedAt: getRuntime().clock.now() })
      .where(
        and(eq(mailLinks.personId, personId), eq(mailLinks.purpose, purpose), isNull(mailLinks.endedAt)),
      );
  }
}
