import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { members } from "@/db/schema";
import {
  type Ctx,
  type EventRule,
  getRuntime,
  inWorkspace,
  type LaterHandler,
  openSystemContext,
  WorkspaceNotFound,
} from "@/server/kernel";
import { queueMail } from "@/server/mail";
import { findOwners } from "../sending/addresses";
import { readLocale } from "../sending/open-send";
import { noticeText } from "../words";

const job = "notifications/co-owners";
const happenings = ["deleted", "handed_over"] as const;

/** Of what ends or moves a workspace its owners hear by mail: a deleted one has no panel to say it. */
const rule: EventRule = {
  events: happenings.map((what) => `workspace/${what}`),
  jobs: ({ name, id, actor, occurredAt }) => [
    {
      kind: job,
      subject: [name.slice("workspace/".length), id, actor.kind === "member" ? actor.id : "-"].join(" "),
      dueAt: occurredAt,
    },
  ],
};

/** Mails every owner but the one who did it. Who has handed over is an admin by now, and is not told either. */
const tellCoOwners: LaterHandler = async ({ workspaceId, subject }) => {
  const [given, eventId = "", memberId = "-"] = subject.split(" ");
  const what = happenings.find((one) => one === given);
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: "notifications" }).catch(
    noneIfGone,
  );
  if (!ctx || !what) return undefined;
  const actor = memberId === "-" ? null : await findActor(ctx, memberId);
  const owners = (await findOwners(ctx)).filter(({ personId }) => personId !== actor?.personId);
  const { origin } = getRuntime().env;
  for (const { personId, address } of owners) {
    const locale = await readLocale(personId);
    const t = noticeText(locale);
    const named = { workspace: ctx.workspace.name, by: actor?.name ?? "Santral" };
    await inWorkspace(ctx, (tx) =>
      queueMail(tx, {
        // The same one however often this runs.
        mailId: idOfNames(job, eventId, personId),
        to: address,
        locale,
        template: "notification",
        workspaceId,
        personId,
        data: {
          title: t(`coOwners.${what}.title`, named),
          lines: [t(`coOwners.${what}.text`, named)],
          url: `${origin}/w/${ctx.workspace.slug}${what === "deleted" ? "" : "/settings/members"}`,
          button: t("open"),
        },
      }),
    );
  }
  return undefined;
};

async function findActor(ctx: Ctx, memberId: string) {
  const [row] = await inWorkspace(ctx, (tx) =>
    tx
      .select({ personId: members.personId, name: members.displayName })
      .from(members)
      .where(and(eq(members.workspaceId, ctx.workspace.id), eq(members.id, memberId))),
  );
  return row ?? null;
}

/** An id that the same names always give. */
function idOfNames(...names: string[]): string {
  const hex = createHash("sha256").update(names.join(" ")).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

function noneIfGone(error: unknown): null {
  if (error instanceof WorkspaceNotFound) return null;
  throw error;
}

export const coOwners = { job, rule, handler: tellCoOwners };
