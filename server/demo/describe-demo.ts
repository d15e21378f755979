import { DomainError, getRuntime } from "@/server/kernel";
import { memberRoles } from "@/server/members";
import { demoOrder } from "./demo-orders";
import type { DemoTelegram } from "./demo-telegram";
import { findDemo } from "./find-demo";
import { getDemoProgress } from "./get-demo-progress";
import { listDemoBots } from "./open-demo";
import { demoWorkspaces } from "./workspaces";

/** The demo is still being made, or was taken away. */
export class DemoMissing extends DomainError {
  readonly code = "DEMO_MISSING";
  readonly kind = "not_found";
  constructor() {
    super("The demo is not there yet; try again in a moment.");
  }
}

/**
 * What `GET /sandbox/demo` tells scripts: the shop, with what a first conversation needs, and how far all of the demo is.
 *
 * @throws DemoMissing before the shop is made
 */
export async function describeDemo(telegram: DemoTelegram) {
  const { env } = getRuntime();
  const slug = demoWorkspaces[0]!.slug;
  const ctx = await findDemo(slug);
  const bots = ctx ? await listDemoBots(ctx) : [];
  const bot = bots.map((row) => telegram.findBot(row.username)).find((found) => found !== null);
  if (!bot) throw new DemoMissing();
  return {
    workspace: { slug },
    bot: { username: bot.username, token: bot.token },
    customer: {
      telegramId: demoOrder.telegramId,
      shopOrder: { number: demoOrder.number, tracking: demoOrder.tracking },
    },
    signIns: memberRoles.map((role) => ({ role, url: `${env.origin}/sandbox/sign-in?role=${role}` })),
    progress: await getDemoProgress(),
  };
}
