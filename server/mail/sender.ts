import { type Loop, newId, type Runtime } from "@/server/kernel";
import { type ClaimedMail, claimMails, nextDueAt } from "./claims";
import { noteMailServer, noteMailTry } from "./mail-health";
import { forgetMail, recordMail } from "./record-mail";
import { type SendingMeans, sendMail } from "./send-mail";
import { openTransport, type SmtpSettings } from "./transport";

/** A send takes less, all of nodemailer's time-outs together; past it, a lease that still stands is a process that died. */
const leaseMs = 60_000;
const maxInFlight = 8;
const idleMs = 1_000;
const recordPausesMs = [200, 1_000, 3_000, 8_000];

export type MailSenderOptions = {
  /** Where mail is handed in; null: nowhere, and every mail ends saying so. */
  smtp: SmtpSettings | null;
  leaseMs?: number;
};

/** Sends what is queued, by claims that several processes share. Woken by commits that queue a mail. */
export function createMailSender(runtime: Runtime, options: MailSenderOptions): Loop {
  const holder = newId();
  const flying = new Set<Promise<void>>();
  let means: SendingMeans | null = null;
  let isStopping = false;
  noteMailServer(options.smtp !== null);
  let nextLookAt = 0;

  runtime.onStop(async () => {
    isStopping = true;
    // What takes longer is interrupted: its lease runs out, and it is said.
    await Promise.race([Promise.all(flying), new Promise((resolve) => setTimeout(resolve, 5_000).unref())]);
    means?.transport?.close();
  });

  /** Opened by the first mail: what sends is loaded late. */
  async function openMeans(): Promise<SendingMeans> {
    const { smtp } = options;
    means ??= smtp
      ? { transport: await openTransport(smtp), from: smtp.from.address }
      : { transport: null, from: "" };
    return means;
  }

  async function work(claim: ClaimedMail): Promise<void> {
    if (claim.step === "forget") return forgetMail(claim);
    const outcome = await sendMail(claim, await openMeans());
    if (!outcome) return;
    noteMailTry(outcome.reason);
    if (outcome.isEnd ? outcome.state === "failed" : outcome.reason === "server_refused_us") {
      const { workspaceId, mailId, tries } = claim;
      runtime.logger.warn({ workspaceId, mailId, tries, reason: outcome.reason }, "a mail could not be sent");
    }
    await insist(() => recordMail(claim, outcome));
    runtime.wake("relay");
  }

  function launch(claim: ClaimedMail): void {
    const flight = work(claim)
      .catch((error: unknown) => {
        // Its lease runs out, and it counts as interrupted.
        const { workspaceId, mailId } = claim;
        runtime.logger.error({ workspaceId, mailId, error }, "a mail's sending broke off");
      })
      .finally(() => {
        flying.delete(flight);
        runtime.wake("mail");
      });
    flying.add(flight);
  }

  return {
    name: "mail",
    get idleMs() {
      return Math.max(50, Math.min(idleMs, nextLookAt - runtime.clock.now().getTime()));
    },
    async runOnce() {
      if (isStopping) return false;
      const now = runtime.clock.now();
      nextLookAt = now.getTime() + idleMs;
      const limit = maxInFlight - flying.size;
      if (limit < 1) return false;
      const claims = await claimMails(runtime, { holder, now, leaseMs: options.leaseMs ?? leaseMs, limit });
      for (const claim of claims) launch(claim);
      if (claims.length === 0) {
        const at = await nextDueAt(runtime);
        if (at) nextLookAt = Math.min(nextLookAt, at.getTime());
      }
      return false;
    },
  };
}

/** A send that has happened must not be forgotten because the database was away for a moment. */
async function insist(work: () => Promise<void>): Promise<void> {
  for (const pauseMs of recordPausesMs) {
    try {
      return await work();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
  return work();
}
