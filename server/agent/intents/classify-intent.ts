import { stripManners } from "../reading/phrases";
import type { Intent, IntentKind } from "../schemas";
import clinicModel from "./clinic.model.generated.json";
import creatorModel from "./creator.model.generated.json";
import deskModel from "./desk.model.generated.json";
import { unpackIntentModel } from "./model-file";
import shopModel from "./shop.model.generated.json";
import { type IntentModel, probabilities } from "./train-intents";

export type IntentResult = {
  intent: Intent;
  /** Calibrated: of messages scored 0.8, about eight in ten mean it. They sum to 1. */
  scores: Readonly<Record<string, number>>;
  /** Best score minus second best, 0–1. */
  margin: number;
  /** An intent of the workspace's own that people are to answer. */
  handsOff?: boolean;
};

const files = { shop: shopModel, creator: creatorModel, clinic: clinicModel, desk: deskModel };
const models = new Map<IntentKind, IntentModel>();

/** The model that all workspaces of a kind share, unpacked at first use. */
export function baseModel(kind: IntentKind): IntentModel {
  const known = models.get(kind);
  if (known) return known;
  const model = unpackIntentModel(files[kind]);
  models.set(kind, model);
  return model;
}

/**
 * What a message wants, by the linear classifier of the workspace's kind (no rules, no memory).
 * About 0.2 ms for an ordinary message; the first 1,000 characters are read.
 */
export function classifyIntent(text: string, kind: IntentKind): IntentResult {
  return classifyWith(baseModel(kind), text);
}

/** The same with a given model, e.g. one trained with a workspace's corrections. */
export function classifyWith(model: IntentModel, text: string): IntentResult {
  return toResult(model.intents, probabilities(model, stripManners(text)));
}

/** @param values probabilities in the order of `intents` */
export function toResult(intents: readonly string[], values: readonly number[]): IntentResult {
  const ranked = [...values.keys()].sort((a, b) => values[b]! - values[a]!);
  const [best, second] = [ranked[0]!, ranked[1]!];
  return {
    intent: intents[best]! as Intent,
    scores: Object.fromEntries(intents.map((intent, i) => [intent, values[i]!])),
    margin: values[best]! - (values[second] ?? 0),
  };
}
