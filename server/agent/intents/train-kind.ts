import { readFileSync } from "node:fs";
import { INTENTS_OF_KIND, type IntentKind } from "../schemas";
import { type IntentModel, trainIntentModel } from "./train-intents";
import { fillSlots, parseSlots, parseUtterances, type Utterance } from "./utterances";

const read = (path: string) => readFileSync(new URL(`data/${path}`, import.meta.url), "utf8");

/** The examples of a kind, those that all kinds share included; fillings of one template stand together. */
export function readKind(kind: IntentKind): Utterance[][] {
  return fillSlots(
    [...parseUtterances(read("shared.tsv")), ...parseUtterances(read(`${kind}.tsv`))],
    parseSlots(read("shop.slots.tsv")),
  );
}

/** Trains the model that all workspaces of a kind share. For tests and scripts: the product loads the packed one. */
export function trainKind(kind: IntentKind): IntentModel {
  return trainIntentModel(readKind(kind), INTENTS_OF_KIND[kind]);
}
