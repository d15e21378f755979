import type { Clock } from "@/server/kernel";
import { PlainError } from "../../lib/plain-error.ts";
import type { Conversation } from "./conversation.ts";
import { FieldInvalid } from "./fields.ts";
import { type Confusion, countConfusion, countFigures, type Figures, type JudgedTurn } from "./figures.ts";
import { judge } from "./judge.ts";
import { play } from "./play.ts";

/** A clock that is set to the moment at which a conversation begins. */
export type SettableClock = Clock & { set(moment: Date): void };

export type Evaluation = {
  figures: Figures;
  confusion: { actions: Confusion; intents: Confusion };
  conversations: { line: number; id: string | null; kind: Conversation["kind"]; turns: JudgedTurn[] }[];
};

/** Conversations at once: enough to fill the waits for the database. */
const atOnce = 6;

/**
 * Plays the conversations on the runtime of this process, those that begin at one moment side by side, and judges
 * every turn.
 *
 * @param startsAt when conversations begin that do not say so
 * @throws PlainError naming the line and the field that the product refuses
 */
export async function evaluate(
  conversations: readonly Conversation[],
  input: { clock: SettableClock; startsAt: Date; onDone?: (done: number) => void },
): Promise<Evaluation> {
  const byMoment = Map.groupBy(conversations, ({ setup }) => (setup.now ?? input.startsAt).getTime());
  const judged = new Map<number, JudgedTurn[]>();
  for (const [moment, group] of byMoment) {
    input.clock.set(new Date(moment));
    const waiting = [...group];
    const work = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        judged.set(next.line, await playAndJudge(next));
        input.onDone?.(judged.size);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  }
  const played = conversations.map(({ line, id, kind }) => ({
    line,
    id,
    kind,
    turns: judged.get(line) ?? [],
  }));
  const turns = played.flatMap((conversation) => conversation.turns);
  return {
    figures: countFigures(conversations.length, turns),
    confusion: countConfusion(turns),
    conversations: played,
  };
}

async function playAndJudge(conversation: Conversation): Promise<JudgedTurn[]> {
  try {
    const { stage, turns } = await play(conversation);
    return turns.map(({ turn, outcome }) => ({
      turn,
      outcome,
      verdict: turn.expect ? judge(turn.expect, outcome, stage) : null,
    }));
  } catch (error) {
    if (error instanceof FieldInvalid) throw new PlainError(`line ${conversation.line}: ${error.message}`);
    throw error;
  }
}
