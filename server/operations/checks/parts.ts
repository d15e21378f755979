import { getRuntime, openSystemContext } from "@/server/kernel";
import { checkConversations } from "./check-conversations";
import { checkCustomerFigures, checkFigures } from "./check-figures";
import { checkBooks, checkFiles, checkQueues, checkSearch } from "./check-rows";
import { forgetFindings, keepOutcome, listOpen } from "./findings";
import type { CheckKind, Look, Outcome } from "./looking";
import { type CheckPart, recordPart } from "./nights";

type Part = {
  name: CheckPart;
  kinds: readonly CheckKind[];
  /** What is counted behind the rows may be out of date for a moment: a difference counts when it stands a while later. */
  isBehind?: boolean;
  look(look: Look, isSure: boolean): Promise<Outcome>;
};

/** What is looked at in a workspace, one after the other, each in a step of its own. */
export const workspaceParts: readonly Part[] = [
  {
    name: "conversations",
    kinds: ["message-gap", "conversation-counter", "address-blocked"],
    look: checkConversations,
  },
  { name: "queues", kinds: ["job-without-subject", "delivery-stuck"], look: checkQueues },
  { name: "files", kinds: ["file-missing"], look: checkFiles },
  { name: "books", kinds: ["order-books", "order-words"], look: checkBooks },
  // After the counters that they are made of.
  { name: "figures", kinds: ["figure"], isBehind: true, look: checkFigures },
  { name: "customer-figures", kinds: ["customer-figure"], isBehind: true, look: checkCustomerFigures },
  { name: "search", kinds: ["message-words"], isBehind: true, look: checkSearch },
];

type Seen = { found: string[]; tookMs: number };

const namesOf = ({ found }: Outcome): string[] =>
  found.map(({ kind, subject, details }) => JSON.stringify([kind, subject, details]));

/**
 * Looks at a part of a workspace and writes down what it has found. Of a part that is counted behind the rows, a first look that
 * finds something writes nothing: it is returned, to be handed to a second look.
 */
export async function lookAtPart(
  workspaceId: string,
  night: string,
  part: Part,
  before: Seen | null,
): Promise<Seen | null> {
  const startedAt = performance.now();
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: "checks" });
  const open = await listOpen(ctx, part.kinds);
  const isFirst = part.isBehind === true && before === null;
  const outcome = await part.look({ ctx, night, open }, !isFirst);
  const names = namesOf(outcome);
  if (isFirst && names.length > 0)
    return { found: names.slice(0, keptNames), tookMs: Math.round(performance.now() - startedAt) };
  const stood = new Set(before?.found);
  const sure = part.isBehind
    ? { ...outcome, found: outcome.found.filter((_, index) => stood.has(names[index]!)) }
    : outcome;
  const mended = await keepOutcome(ctx, night, sure);
  await recordPart({
    workspaceId,
    night,
    part: part.name,
    checked: sure.checked,
    found: sure.found.length,
    mended,
    skipped: sure.skipped,
    tookMs: Math.round(performance.now() - startedAt) + (before?.tookMs ?? 0),
  });
  return null;
}

/** So many differences are remembered from the first look to the second. */
const keptNames = 1_000;

/** Ends a workspace's night. */
export async function endWorkspace(workspaceId: string, night: string): Promise<void> {
  const { clock } = getRuntime();
  await forgetFindings({ workspace: { id: workspaceId }, clock });
  const none = { checked: 0, found: 0, mended: 0, skipped: 0, tookMs: 0 };
  await recordPart({ workspaceId, night, part: "all", ...none });
}
