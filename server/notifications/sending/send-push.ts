import { eq, sql } from "drizzle-orm";
import { pushDevices } from "@/db/schema";
import { directionOf } from "@/lib/i18n/locales";
import { getRuntime, inPerson, inWorkspace, type LaterHandler, lookUp, runLater } from "@/server/kernel";
import { judgePush, type NotificationKind } from "../rules";
import { tellNotification } from "../words";
import { beginDelivery, dropDelivery, endDelivery, type Place } from "./deliveries";
import { type OpenSend, openSend } from "./open-send";
import { makePushRequest } from "./push-request";

export const pushJob = "notifications/push";
export const pushDeviceJob = "notifications/push-device";

/** A service that does not answer by then is asked again. */
const timeoutMs = 10_000;
/** A push service keeps it so long for a browser that is away; we try no longer either. */
const ttlS = 24 * 3_600;
const firstPauseMs = 15_000;
const longestPauseMs = 3_600_000;

const calm: readonly NotificationKind[] = ["invitation-accepted", "rating-low", "task-due"];

type Device = typeof pushDevices.$inferSelect;

/** Hands a notification on to each browser of its reader. */
export const sendPush: LaterHandler = async ({ workspaceId, subject: notificationId }) => {
  if (!getRuntime().env.pushKeys) return undefined;
  const open = await openSend(workspaceId, notificationId, "push");
  if (!open || "againAt" in open) return open ?? undefined;
  const { ctx, notification } = open;
  const devices = await inPerson(notification.personId, (tx) =>
    tx
      .select({ id: pushDevices.id })
      .from(pushDevices)
      .where(eq(pushDevices.personId, notification.personId)),
  );
  await inWorkspace(ctx, async (tx) => {
    for (const { id } of devices) {
      const job = {
        workspaceId,
        kind: pushDeviceJob,
        subject: `${notificationId} ${id}`,
        dueAt: ctx.clock.now(),
      };
      await runLater(tx, job);
    }
  });
  return undefined;
};

/**
 * Sends a notification to one browser. One that was broken off goes again: service and browser know it by its id, so
 * that it is shown once.
 */
export const sendPushToDevice: LaterHandler = async ({ workspaceId, subject }) => {
  const [notificationId = "", deviceId = ""] = subject.split(" ");
  const open = await openSend(workspaceId, notificationId, "push");
  if (!open || "againAt" in open) return open ?? undefined;
  const { ctx, notification } = open;
  const device = await readDevice(notification.personId, deviceId);
  if (!device) return undefined;
  const place: Place = { notificationId, way: "push", target: deviceId };
  const before = await beginDelivery(ctx, place);
  if (before !== null && before !== "sending") return undefined;

  const { status, retryAfterS } = await post(open, device);
  const verdict = judgePush(status);
  const { clock, logger } = getRuntime();
  if (verdict === "sent") {
    await endDelivery(ctx, place, "sent");
    await inPerson(device.personId, (tx) =>
      tx.update(pushDevices).set({ lastSentAt: clock.now() }).where(eq(pushDevices.id, deviceId)),
    );
    return undefined;
  }
  if (verdict === "gone") {
    await forget(device);
    await endDelivery(ctx, place, "failed", "gone");
    return undefined;
  }
  const ageMs = clock.now().getTime() - notification.createdAt.getTime();
  if (verdict === "refused" || ageMs > ttlS * 1_000) {
    logger.warn({ workspaceId, status }, "a push service refused a notification");
    await endDelivery(ctx, place, "failed", `status ${status}`);
    return undefined;
  }
  await dropDelivery(ctx, place);
  // Longer each time, going by how long it has been tried; as long as the service asks for.
  const pauseMs = Math.max(
    (retryAfterS ?? 0) * 1_000,
    Math.min(Math.max(ageMs, firstPauseMs), longestPauseMs),
  );
  return { againAt: new Date(clock.now().getTime() + pauseMs) };
};

/** A device whose session has ended is nobody's any more: whoever sits there now is told nothing. */
async function readDevice(personId: string, deviceId: string): Promise<Device | null> {
  const [device] = await inPerson(personId, (tx) =>
    tx.select().from(pushDevices).where(eq(pushDevices.id, deviceId)),
  );
  if (!device) return null;
  const now = getRuntime().clock.now().toISOString();
  const [session] = await lookUp<{ person_id: string | null }>(
    sql`select person_id from resolve_session(${device.sessionId}::uuid, ${now}::timestamptz)`,
  );
  if (session?.person_id === personId) return device;
  await forget(device);
  return null;
}

async function forget({ id, personId }: Device): Promise<void> {
  await inPerson(personId, (tx) => tx.delete(pushDevices).where(eq(pushDevices.id, id)));
}

/** What the service answered; as if it were overloaded where it did not. */
async function post(open: OpenSend, device: Device): Promise<{ status: number; retryAfterS: number | null }> {
  const { env } = getRuntime();
  const { ctx, notification, locale, showsNames } = open;
  const { title, note } = tellNotification(locale, notification, { showsNames });
  const text = JSON.stringify({
    id: notification.id,
    title: ctx.workspace.name,
    body: note ? `${title}\n${note}` : title,
    path: `/w/${ctx.workspace.slug}/${notification.href}`,
    lang: locale,
    dir: directionOf(locale),
  });
  const { headers, body } = await makePushRequest(
    device,
    { ...env.pushKeys!, contact: contactOf(env) },
    {
      ...{ text, ttlS },
      // The same one again takes the place of the first.
      topic: notification.id.replaceAll("-", ""),
      urgency: calm.includes(notification.kind) ? "normal" : "high",
    },
  );
  try {
    const answer = await fetch(device.endpoint, {
      ...{ method: "POST", headers, body, redirect: "error" },
      signal: AbortSignal.timeout(timeoutMs),
    });
    await answer.body?.cancel();
    const retryAfter = Number(answer.headers.get("retry-after"));
    return { status: answer.status, retryAfterS: retryAfter > 0 ? Math.min(retryAfter, 3_600) : null };
  } catch {
    return { status: 503, retryAfterS: null };
  }
}

/** Whom a push service writes to when something is wrong with what we send. */
const contactOf = (env: { origin: string; mailFrom?: { address: string } | undefined }): string =>
  env.origin.startsWith("https://")
    ? env.origin
    : `mailto:${env.mailFrom?.address ?? "no-reply@santral.example"}`;
