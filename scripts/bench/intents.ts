import { classifyIntent, teach, trainInThread } from "@/server/agent";
import type { Bench } from "./bench.ts";
import { type Figures, median, quantile, round } from "./report.ts";

const ownIntents = 12;
const examplesEach = 100;

/** A workspace that has taught as much as it may: 25 intents with 100 examples each, learnt in the thread. */
export async function benchTrain({ say }: Bench): Promise<Figures> {
  const shop = ["order_status", "delivery_time", "return", "exchange", "cancel", "invoice", "stock"];
  const more = ["wholesale", "complaint", "payment", "discount", "human", "other"];
  const own = Array.from({ length: ownIntents }, (_, i) => `own_${i.toString(16).padStart(32, "0")}`);
  const examples = [...shop, ...more, ...own].flatMap((intent, i) =>
    Array.from({ length: examplesEach }, (_, j) => ({ intent, text: sentence(i, j) })),
  );
  const runs: number[] = [];
  const blocked: number[] = [];
  for (let run = 0; run < 3; run++) {
    const startedAt = performance.now();
    let last = startedAt;
    let longest = 0;
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last - 5);
      last = performance.now();
    }, 5);
    await teach({ kind: "shop", ownIntents: own, examples }, trainInThread);
    clearInterval(timer);
    runs.push(performance.now() - startedAt);
    blocked.push(longest);
    say(`${examples.length} examples in ${Math.round(runs.at(-1)!)} ms`);
  }
  return {
    train: {
      value: round(median(runs) / 1_000),
      unit: "s",
      target: "≤ 5 s",
      examples: examples.length,
      intents: ownIntents + shop.length + more.length,
      longestPauseMs: round(median(blocked), 0),
    },
  };
}

/** What the intent of one message costs. */
export async function benchClassify(): Promise<Figures> {
  const texts = Array.from({ length: 2_000 }, (_, i) => sentence(i % 25, i));
  for (const text of texts.slice(0, 200)) classifyIntent(text, "shop");
  const times = texts.map((text) => {
    const startedAt = performance.now();
    classifyIntent(text, "shop");
    return performance.now() - startedAt;
  });
  return {
    classify: {
      value: round(median(times), 3),
      unit: "ms",
      target: "≤ 1 ms",
      p50Ms: round(median(times), 3),
      p95Ms: round(quantile(times, 0.95), 3),
    },
  };
}

const subjects =
  "kargo paket iade fatura beden kupon ödeme şikayet terzi hediye montaj garanti abonelik".split(" ");
const words =
  "merhaba acaba siparişim hakkında bilgi almak istiyorum bugün yarın hâlâ gelmedi nasıl yapabilirim lütfen yardım eder misiniz teşekkürler kolay gelsin ürün renk numara adres".split(
    " ",
  );

/** Ordinary words around a subject, the same every time. */
function sentence(subject: number, n: number): string {
  const pick = (k: number) => words[(n * 7 + k * 13 + subject * 3) % words.length]!;
  const length = 4 + (n % 9);
  const parts = Array.from({ length }, (_, k) => pick(k));
  parts.splice(n % length, 0, subjects[subject % subjects.length]!);
  return parts.join(" ");
}
