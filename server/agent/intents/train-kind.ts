import { readFileSync } from "node:fs";
import { join } from "node:path";
import { INTENTS_OF_KIND, type IntentKind } from "../schemas";
import { type IntentModel, trainIntentModel } from "./train-intents";
import { fillSlots, parseSlots, parseUtterances, type Utterance } from "./utterances";

// As it lies in the repository: a bundle has no files beside it.
const read = (path: string) =>
  readFileSync(join(/* turbopackIgnore: true */ process.cwd(), "server/agent/intents/data", path), "utf8");

/** The examples of a kind, those that all kinds share included; fillings of one template stand together. */
export function readKind(kind: IntentKind): Utterance[][] {
  return fillSlots(
    [...parseUtterances(read("shared.tsv")), ...parseUtterances(read(`${kind}.tsv`))],
    parseSlots(read("shop.slots.tsv")),
  );
}

/** The texts that judge a kind; nothing is trained on them. */
export function readKindTest(kind: IntentKind): Utterance[] {
  return [...parseUtterances(read("shared.test.tsv")), ...parseUtterances(read(`${kind}.test.tsv`))];
}

/** Trains the model that all workspaces of a kind share. For tests: the product loads the packed one. */
export function trainKind(kind: IntentKind): IntentModel {
  return trainIntentModel(readKind(kind), INTENTS_OF_KIND[kind]);
}
