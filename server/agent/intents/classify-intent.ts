import { stripManners } from "../reading/phrases";
import type { Intent, IntentKind } from "../rules";
import { unpackIntentModel } from "./model-file";
import shopModel from "./shop.model.generated.json";
import { type IntentModel, probabilities } from "./train-intents";

export type IntentResult = {
  intent: Intent;
  /** Calibrated: of messages scored 0.8, about eight in ten mean it. They sum to 1. */
  scores: Readonly<Record<string, number>>;
  /** Best score minus second best, 0–1. */
  margin: number;
};

let shop: IntentModel | undefined;

/**
 * What a message wants, by the linear classifier (no rules, no memory).
 * About 0.1 ms for an ordinary message; the first 1,000 characters are read. Creators, clinics and desks have no
 * model of their own yet and use the shop's.
 */
export function classifyIntent(text: string, _kind: IntentKind): IntentResult {
  shop ??= unpackIntentModel(shopModel);
  return classifyWith(shop, text);
}

/** The same with a given model, e.g. one trained with a workspace's corrections. */
export function classifyWith(model: IntentModel, text: string): IntentResult {
  const values = probabilities(model, stripManners(text));
  const ranked = [...values.keys()].sort((a, b) => values[b]! - values[a]!);
  const [best, second] = [ranked[0]!, ranked[1]!];
  return {
    intent: model.intents[best]!,
    scores: Object.fromEntries(model.intents.map((intent, i) => [intent, values[i]!])),
    margin: values[best]! - values[second]!,
  };
}
