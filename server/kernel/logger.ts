import pino, { type Logger } from "pino";

export type { Logger };

/**
 * Structured logs. Every line carries the workspace and request id of its context. Message text, tokens, phones,
 * e-mails and names never enter a line: what might hold them is redacted here, and Bot API addresses lose the token.
 *
 * @param onError hears of every line at level error and above that is written
 */
export function createLogger(
  level: string,
  onError: (message: string, error: unknown) => void = () => {},
): Logger {
  return pino({
    level,
    hooks: {
      logMethod(args, method, atLevel) {
        if (atLevel >= pino.levels.values.error!) {
          const [first, second] = args as unknown[];
          const fields =
            typeof first === "object" && first !== null ? (first as Record<string, unknown>) : {};
          onError(typeof first === "string" ? first : String(second ?? ""), fields.error);
        }
        return method.apply(this, args);
      },
    },
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        "text",
        "token",
        "phone",
        "email",
        "name",
        "body",
        "*.text",
        "*.token",
        "*.phone",
        "*.email",
        "*.body",
      ],
      censor: "[hidden]",
    },
    serializers: {
      error: (error: unknown) => describeError(error),
    },
  });
}

/** An error for the log: its class, code, stack and causes; bound values of a failed statement are left out. */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: hideSecrets(String(error)) };
  const code: unknown = Reflect.get(error, "code");
  return {
    type: error.name,
    code: typeof code === "string" || typeof code === "number" ? code : undefined,
    // Drizzle puts the statement's bound values into its message; its cause says what went wrong.
    message: hideSecrets(error.message.split("\nparams:")[0] ?? ""),
    stack: hideSecrets(
      error.stack
        ?.split("\n")
        .filter((line) => line.trim().startsWith("at "))
        .join("\n") ?? "",
    ),
    cause: error.cause === undefined ? undefined : describeError(error.cause),
  };
}

/** A text without tokens, logins, links that let somebody in, and addresses. */
export function hideSecrets(text: string): string {
  return (
    text
      .replace(/\d{6,}:[A-Za-z0-9_-]{20,}/g, "[token]")
      .replace(/\/\/[^/@\s]+@/g, "//[login]@")
      // Links that let somebody in, or out of a list.
      .replace(
        /\/(sign-in|reset|verify|invitations|unsubscribe)((?:\/[a-z-]+)*)\/[\w.~-]{12,}/g,
        "/$1$2/[token]",
      )
      .replace(/[^\s<>@"'(),:;[\]/]+@[^\s<>@"'(),:;[\]/]+\.[^\s<>@"'(),:;[\]/]+/g, "[address]")
  );
}
