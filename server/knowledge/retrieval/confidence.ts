/** Logistic regression on 295 labelled questions to the shop of retrieval/data; nearly the same at 8 and at 64 entries. */
const FIT = { offset: -2.6, coverage: 8, margin: 9 };
/** A row that meets little of the question is never sure, however far ahead: in a small knowledge nothing competes. */
const MOST_PER_COVERAGE = 2;

/**
 * How likely the best row is the right one, 0–1.
 *
 * @param row.margin how far it is ahead of the next row, in coverage
 */
export function toProbability({ coverage, margin }: { coverage: number; margin: number }): number {
  const fitted = 1 / (1 + Math.exp(-(FIT.offset + FIT.coverage * coverage + FIT.margin * margin)));
  return Math.min(fitted, MOST_PER_COVERAGE * coverage);
}
