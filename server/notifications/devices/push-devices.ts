import { createECDH, createHash } from "node:crypto";
import { and, desc, eq } from "drizzle-orm";
import { pushDevices } from "@/db/schema";
import {
  describeDevice,
  fromPublicId,
  getRuntime,
  type HeaderSource,
  inPerson,
  newId,
  type Session,
  toPublicId,
} from "@/server/kernel";
import { PushAddressInvalid, PushDeviceNotFound, PushOff } from "../errors";
import { isPushEndpoint } from "../rules";
import { type PushDevice, PushSubscriptionInput } from "../schemas";

/** A person has a few browsers; the oldest makes room. */
const mostDevices = 20;

/** Where the sandbox's push service stands; null where the sandbox is off. */
export const localPushService = (): string | null => {
  const { env } = getRuntime();
  return env.isSandboxOn ? `${env.origin}/sandbox/push` : null;
};

/** What a browser needs to subscribe with; null where nothing is sent to browsers. */
export const pushPublicKey = (): string | null => getRuntime().env.pushKeys?.publicKey ?? null;

/** The same subscription is known again by this, without the address itself. */
export const markOf = (endpoint: string): string =>
  createHash("sha256").update(endpoint).digest("hex").slice(0, 32);

/**
 * Lets notifications come to this browser, as long as this session lives. The same again renews it.
 *
 * @throws PushOff            no keys are set
 * @throws PushAddressInvalid the address is no push service of a browser, or its key is none
 */
export async function addPushDevice(from: {
  session: Session;
  request: HeaderSource;
  input: PushSubscriptionInput;
}): Promise<void> {
  const { personId, sessionId } = from.session;
  if (!pushPublicKey()) throw new PushOff();
  const { endpoint, keys } = PushSubscriptionInput.parse(from.input);
  if (!isPushEndpoint(endpoint, localPushService()) || !isKey(keys.p256dh)) throw new PushAddressInvalid();
  const now = getRuntime().clock.now();
  const userAgent = from.request.header("user-agent")?.slice(0, 400) ?? null;
  const values = { sessionId, p256dh: keys.p256dh, auth: keys.auth, userAgent };
  await inPerson(personId, async (tx) => {
    await tx
      .insert(pushDevices)
      .values({ id: newId(), personId, endpoint, ...values, createdAt: now })
      .onConflictDoUpdate({ target: [pushDevices.personId, pushDevices.endpoint], set: values });
    const rows = await tx
      .select({ id: pushDevices.id })
      .from(pushDevices)
      .where(eq(pushDevices.personId, personId))
      .orderBy(desc(pushDevices.createdAt));
    for (const { id } of rows.slice(mostDevices)) await tx.delete(pushDevices).where(eq(pushDevices.id, id));
  });
}

/** Whether it is a point of the curve: for another one nothing can be encrypted, at every try. */
function isKey(p256dh: string): boolean {
  const own = createECDH("prime256v1");
  own.generateKeys();
  try {
    own.computeSecret(Buffer.from(p256dh, "base64url"));
    return true;
  } catch {
    return false;
  }
}

/** The browsers that a person's notifications come to. */
export async function listPushDevices({ session }: { session: Session }): Promise<PushDevice[]> {
  const { personId } = session;
  const rows = await inPerson(personId, (tx) =>
    tx
      .select()
      .from(pushDevices)
      .where(eq(pushDevices.personId, personId))
      .orderBy(desc(pushDevices.createdAt)),
  );
  return rows.map((row) => {
    const { browser, system } = describeDevice(row.userAgent);
    return {
      id: toPublicId("pushDevice", row.id),
      mark: markOf(row.endpoint),
      browser: browser ?? null,
      system: system ?? null,
      createdAt: row.createdAt.toISOString(),
      lastSentAt: row.lastSentAt?.toISOString() ?? null,
    };
  });
}

/**
 * Nothing comes to that browser any more.
 *
 * @throws PushDeviceNotFound not one of the person's
 */
export async function removePushDevice(from: {
  session: Session;
  input: { deviceId: string };
}): Promise<void> {
  const { personId } = from.session;
  const id = fromPublicId("pushDevice", from.input.deviceId);
  if (!id) throw new PushDeviceNotFound();
  const gone = await inPerson(personId, (tx) =>
    tx
      .delete(pushDevices)
      .where(and(eq(pushDevices.id, id), eq(pushDevices.personId, personId)))
      .returning({ id: pushDevices.id }),
  );
  if (gone.length === 0) throw new PushDeviceNotFound();
}
