import { z } from "zod";
import { defineEvent, type EventType, type Workflow, type WorkflowHandler } from "../define";

/** The payload of every event of the suite. */
export const Payload = z.record(z.string(), z.unknown());
type Payload = z.infer<typeof Payload>;

/** Where a case is played: over the embedded executor, whose clock is moved, or over a server, for which one waits. */
export type Stage = {
  /** Sends an event in the workspace of the case, with its commit. @returns its id */
  send(type: EventType<Payload>, data?: Payload, options?: { key?: string }): Promise<string>;
  /** Lets so much time pass, and all happen that falls into it. */
  pass(seconds: number): Promise<void>;
  /** Lets time pass until it is so. @throws Error when it is not within two minutes */
  until(isSo: () => boolean): Promise<void>;
  /** What the functions of the case have said, in order. */
  said: string[];
};

/** Functions of which one feature is seen, and what is done with them. */
export type Case = {
  name: string;
  workflows: Workflow[];
  play(stage: Stage): Promise<void>;
};

/** What a case's functions are made with; what they say goes to the stage. */
export type Tools = {
  said: string[];
  say<T = undefined>(what: string, value?: T): T;
  /** The event of the case, or a further one of it. */
  event(more?: string): EventType<Payload>;
  /** A function of the case; started by the case's event if it says nothing else. Its return is said as `= …`. */
  workflow(handler: WorkflowHandler, config?: Partial<Workflow>): Workflow;
};

/** @param id short and unique: its events and functions are named by it */
export function defineCase(
  id: string,
  name: string,
  make: (tools: Tools) => { workflows: Workflow[]; play(stage: Stage): Promise<void> },
): Case {
  const said: string[] = [];
  const event = (more?: string) => defineEvent(more ? `test/${id}.${more}` : `test/${id}`, 1, Payload);
  const say = <T>(what: string, value?: T): T => {
    said.push(what);
    return value as T;
  };
  const workflow: Tools["workflow"] = (handler, config = {}) => ({
    id: `test-${id}`,
    triggers: [{ event: event() }],
    load: async () => async (run) => {
      const returned = await handler(run);
      said.push(`= ${JSON.stringify(returned)}`);
      return returned;
    },
    ...config,
  });
  const made = make({ said, say, event, workflow });
  return {
    name,
    workflows: made.workflows,
    async play(stage) {
      said.length = 0;
      await made.play({ ...stage, said });
    },
  };
}

/** Fails so many times, counted from the first call on. */
export function failing(times: number, make: () => Error = () => new Error("not yet")): () => void {
  let calls = 0;
  return () => {
    calls += 1;
    if (calls <= times) throw make();
  };
}
