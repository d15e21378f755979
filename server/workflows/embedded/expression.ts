import { type ASTNode, Environment, type ParseResult } from "@marcbachmann/cel-js";

/**
 * Expressions (CEL) as an Inngest server reads them: a place that is not there is null and no error, and numbers are
 * numbers, whether written with a point or without.
 */
const environment = new Environment({ unlistedVariablesAreDyn: true });
const calculations: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
};
for (const [operator, calculate] of Object.entries(calculations))
  for (const types of [`double ${operator} int`, `int ${operator} double`])
    environment.registerOperator(types, (a: number | bigint, b: number | bigint) =>
      calculate(Number(a), Number(b)),
    );

type Json = Readonly<Record<string, unknown>>;
/** `event`, and with waits `async`, the one that has come. */
export type Values = { event: Json; async?: Json };

export type Expression = {
  /** @throws Error when the values are of a kind that the expression cannot take */
  evaluate(values: Values): unknown;
  /**
   * Where it demands that the event to come has a certain value at one place: that place below `async`, and how the value
   * is found in the event that is known.
   */
  equality?: { path: string; valueOf(event: Json): unknown };
};

const compiled = new Map<string, Expression>();
/** Those of waits are as many as the code has; more than this is a mistake that must not grow for ever. */
const maxCompiled = 1_000;

/** @throws Error when it is no expression */
export function compile(expression: string): Expression {
  const known = compiled.get(expression);
  if (known) return known;
  const parsed: ParseResult = environment.parse(expression);
  const paths: string[][] = [];
  collectPaths(parsed.ast, paths);
  const made: Expression = {
    evaluate: (values) => fromCel(parsed(paths.reduce<unknown>(withNull, values) as Json)),
    equality: equalityOf(parsed.ast),
  };
  if (compiled.size >= maxCompiled) compiled.clear();
  compiled.set(expression, made);
  return made;
}

/** Whether it is true; an expression that cannot be evaluated is not, and is told of. */
export function isTrue(expression: string, values: Values, tell: (error: unknown) => void): boolean {
  try {
    return compile(expression).evaluate(values) === true;
  } catch (error) {
    tell(error);
    return false;
  }
}

/** `event.data.id` is `["event", "data", "id"]`; undefined for what is no place in a value. */
function pathOf(node: ASTNode): string[] | undefined {
  if (node.op === "id") return [node.args];
  if (node.op === ".") {
    const before = pathOf(node.args[0]);
    return before && [...before, node.args[1]];
  }
  if (node.op === "[]" && node.args[1].op === "value" && typeof node.args[1].args === "string") {
    const before = pathOf(node.args[0]);
    return before && [...before, node.args[1].args];
  }
  return undefined;
}

function collectPaths(node: ASTNode, paths: string[][]): void {
  const path = pathOf(node);
  if (path && path.length > 1) paths.push(path);
  for (const child of childrenOf(node)) collectPaths(child, paths);
}

const childrenOf = (node: ASTNode): ASTNode[] => [node.args].flat(3).filter(isNode);

const isNode = (value: unknown): value is ASTNode =>
  typeof value === "object" && value !== null && "op" in value && "args" in value;

/** The values with null at a place where there is nothing; what was given is left as it is. */
function withNull(values: unknown, path: readonly string[]): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return values ?? null;
  if (typeof values !== "object" || values === null || Array.isArray(values)) return values;
  return { ...values, [first]: withNull((values as Json)[first] ?? (rest.length > 0 ? {} : null), rest) };
}

/** One demanded equality, among those that are all demanded. */
function equalityOf(node: ASTNode): Expression["equality"] {
  if (node.op === "&&") return equalityOf(node.args[1]) ?? equalityOf(node.args[0]);
  if (node.op !== "==") return undefined;
  for (const [own, other] of [node.args, [...node.args].reverse()] as [ASTNode, ASTNode][]) {
    const path = pathOf(other);
    if (path?.[0] !== "async") continue;
    const written = path.slice(1).join(".");
    const place = pathOf(own);
    if (place?.[0] === "event") return { path: written, valueOf: (event) => readAt(event, place.slice(1)) };
    if (own.op === "value" && typeof own.args === "string") return { path: written, valueOf: () => own.args };
  }
  return undefined;
}

/** What stands at a place, `["data", "orderId"]`; undefined where there is nothing. */
export function readAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? (at as Record<string, unknown>)[key] : undefined),
    value,
  );
}

const fromCel = (value: unknown): unknown => (typeof value === "bigint" ? Number(value) : value);
