import { eq } from "drizzle-orm";
import pLimit from "p-limit";
import { organisations } from "@/db/schema";
import { forgetBytes, keepBytes } from "@/server/files";
import { type Ctx, emit, getRuntime, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { drawLogo } from "./draw-logo";
import { lockOrganisation, toOrganisation } from "./internal";
import type { Organisation } from "./schemas";

const logoRate = { capacity: 20, perSecond: 0.05 };
/** Unpacked, the largest takes 160 MB and a thread for a second: they wait for each other. */
const drawnAtOnce = 1;

/**
 * Gives the organisation a logo, or takes it away.
 *
 * @param input.readBytes reads what was brought; asked only when it may be brought at all. Null takes the logo away.
 * @throws LogoRefused  too large, no picture that can be read, or one that may carry scripts
 * @throws LimitReached too many in a short time
 */
export async function setLogo({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: { readBytes: (() => Promise<Uint8Array>) | null };
}): Promise<Organisation> {
  requirePermission(ctx, "organisation.update");
  const { limits, logger, keep } = getRuntime();
  if (input.readBytes) limits.take("logos", ctx.workspace.id, logoRate);
  const drawing = keep("logo-drawing", () => pLimit(drawnAtOnce));
  const bytes = input.readBytes && (await input.readBytes());
  const drawn = bytes && (await drawing(() => drawLogo(bytes)));
  const logo = {
    logoSha256: drawn && (await keepBytes(drawn.bytes)),
    logoWidth: drawn?.width ?? null,
    logoHeight: drawn?.height ?? null,
  };

  const { before, after } = await inWorkspace(ctx, async (tx) => {
    const row = await lockOrganisation(tx, ctx);
    const [changed] = await tx
      .update(organisations)
      .set(logo)
      .where(eq(organisations.id, row.id))
      .returning();
    await recordAudit(tx, ctx, {
      action: "organisation.update",
      entity: row.id,
      before: row,
      after: changed,
    });
    await emit(tx, ctx, "workspace/branded", { aggregateId: ctx.workspace.id });
    return { before: row, after: changed! };
  });
  if (before.logoSha256 && before.logoSha256 !== after.logoSha256) {
    // Nobody waits for it: what is left behind is a few kilobytes.
    forgetBytes([before.logoSha256]).catch((error: unknown) =>
      logger.warn({ error }, "an old logo was not removed"),
    );
  }
  return toOrganisation(after);
}
