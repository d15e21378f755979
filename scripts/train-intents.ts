/**
 * Trains the shop's intent classifier from its utterances and writes the model beside them.
 * Run it after every change of the data: `npx tsx scripts/train-intents.ts`. A test fails when it was forgotten.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { packIntentModel } from "../server/agent/intents/model-file";
import { trainIntentModel } from "../server/agent/intents/train";
import { fillSlots, parseSlots, parseUtterances } from "../server/agent/intents/utterances";

const folder = new URL("../server/agent/intents/", import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), "utf8");

const groups = fillSlots(parseUtterances(read("data/shop.tsv")), parseSlots(read("data/shop.slots.tsv")));
const startedAt = performance.now();
const model = trainIntentModel(groups);
writeFileSync(new URL("shop.model.generated.json", folder), `${JSON.stringify(packIntentModel(model))}\n`);
console.log(
  `${groups.flat().length} utterances, ${model.buckets.length} features, ${Math.round(performance.now() - startedAt)} ms`,
);
