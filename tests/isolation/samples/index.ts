import type { Sample } from "./attempts";
import { automaticWorkSamples } from "./automatic-work";
import { botSamples } from "./bots";
import { customerSamples } from "./customers";
import { inboxSamples } from "./inbox";
import { workspaceSamples } from "./workspace";

export type { Attempt, Sample } from "./attempts";

/** Every procedure of the product. One that does not stand here fails the test. */
export const samples: Record<string, Sample> = {
  ...automaticWorkSamples,
  ...botSamples,
  ...customerSamples,
  ...inboxSamples,
  ...workspaceSamples,
};
