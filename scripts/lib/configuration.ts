import { PlainError } from "./plain-error.ts";

/** What the person who starts the product has decided, read from the environment. */
export type Configuration = {
  isDev: boolean;
  port: number;
  /** The address to listen on. */
  host: string;
  /** Where browsers find the product; no trailing slash. */
  origin: string;
  isSandboxOn: boolean;
  /** The sandbox is on and only this machine may reach it. */
  isPrivate: boolean;
  databaseUrl: string | null;
};

type Environment = Record<string, string | undefined>;

/**
 * Reads the environment of a start. Without the sandbox everything that production needs must be set: nothing is
 * made up that a second machine would not know. server/kernel/env.ts checks once more what the serving process gets.
 *
 * @throws PlainError with one sentence for each thing that is missing or wrong
 */
export function readConfiguration(env: Environment, isDev: boolean): Configuration {
  const port = env.PORT ? Number(env.PORT) : 3000;
  const isSandboxOn =
    env.SANDBOX === "on" || env.SANDBOX === "public" || (!env.APP_URL && env.SANDBOX !== "off");
  const isPrivate = isSandboxOn && env.SANDBOX !== "public";
  const problems = [...findMistakes(env, port), ...(isSandboxOn ? [] : findMissingSecrets(env))];
  if (problems.length > 0) throw new PlainError(problems.join("\n"));
  return {
    isDev,
    port,
    host: isPrivate ? "127.0.0.1" : (env.HOST ?? "0.0.0.0"),
    origin: (env.APP_URL ?? `http://127.0.0.1:${port}`).replace(/\/$/, ""),
    isSandboxOn,
    isPrivate,
    databaseUrl: env.DATABASE_URL || null,
  };
}

function findMistakes(env: Environment, port: number): string[] {
  const problems: string[] = [];
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    problems.push(`PORT must be a number from 1 to 65535, not "${env.PORT}".`);
  }
  if (env.SANDBOX && !["on", "off", "public"].includes(env.SANDBOX)) {
    problems.push(`SANDBOX must be "off", "on" or "public", not "${env.SANDBOX}".`);
  }
  if (env.APP_URL && !isHttpAddress(env.APP_URL)) {
    problems.push("APP_URL must be the public address without a path, such as https://santral.example.");
  }
  if (env.DATABASE_URL && !/^postgres(ql)?:\/\//.test(env.DATABASE_URL)) {
    problems.push("DATABASE_URL must be an address such as postgres://user:password@host:5432/database.");
  }
  if (Boolean(env.DATABASE_OWNER_URL) !== Boolean(env.DATABASE_WORKER_URL)) {
    problems.push("DATABASE_OWNER_URL and DATABASE_WORKER_URL belong together: set both or none.");
  }
  if (env.DATABASE_OWNER_URL && !env.DATABASE_URL) {
    problems.push(
      "DATABASE_OWNER_URL is set but DATABASE_URL is not: set it to the role that serves requests.",
    );
  }
  return problems;
}

/** The secrets that the sandbox makes up for itself and production has to be given. */
function findMissingSecrets(env: Environment): string[] {
  const problems: string[] = [];
  if (!env.APP_URL) {
    problems.push(
      "APP_URL is missing: without the sandbox set it to the public address, such as https://santral.example.",
    );
  }
  if (!env.SANTRAL_SECRET) {
    problems.push(
      "SANTRAL_SECRET is missing: set it to 32 random bytes in base64 (openssl rand -base64 32) and keep it.",
    );
  } else if (Buffer.from(env.SANTRAL_SECRET, "base64").length < 32) {
    problems.push(
      "SANTRAL_SECRET is too short: it must hold 32 random bytes in base64 (openssl rand -base64 32).",
    );
  }
  return problems;
}

function isHttpAddress(value: string): boolean {
  try {
    const url = new URL(value);
    return ["http:", "https:"].includes(url.protocol) && url.pathname === "/" && !url.search;
  } catch {
    return false;
  }
}
