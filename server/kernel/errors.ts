/** What an error means to whoever asked, free of any transport. */
export type ErrorKind =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "limited"
  | "unavailable";

const brand = Symbol.for("santral.domain-error");

/**
 * The base of every domain's errors. `code` is what screens switch on and what messages are keyed by;
 * `data` is safe to show to the caller.
 */
export abstract class DomainError extends Error {
  abstract readonly code: string;
  abstract readonly kind: ErrorKind;
  readonly data: Record<string, unknown>;
  readonly [brand] = true;

  /** Next evaluates this module once per bundle: an error of another bundle's class is one, too. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: it is inherited, and this is the class that was asked about.
    if (this === DomainError) return value instanceof Error && Reflect.get(value, brand) === true;
    // biome-ignore lint/complexity/noThisInStatic: the usual answer for that class.
    return super[Symbol.hasInstance](value);
  }

  constructor(message: string, data: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.data = data;
  }
}

/** The actor may not do this. */
export class PermissionDenied extends DomainError {
  readonly code = "PERMISSION_DENIED";
  readonly kind = "forbidden";
  constructor(verb: string) {
    super(`Not allowed: ${verb}.`, { verb });
  }
}

/** Nobody is signed in, or the session has ended. */
export class NotSignedIn extends DomainError {
  readonly code = "NOT_SIGNED_IN";
  readonly kind = "unauthenticated";
  constructor() {
    super("Sign in to go on.");
  }
}

/** No such workspace, or not one of this person's. */
export class WorkspaceNotFound extends DomainError {
  readonly code = "WORKSPACE_NOT_FOUND";
  readonly kind = "not_found";
  constructor() {
    super("There is no such workspace among yours.");
  }
}

/** The workspace was deleted and is not erased yet; an owner may take it back until `data.eraseAt`. */
export class WorkspaceDeleted extends DomainError {
  readonly code = "WORKSPACE_DELETED";
  readonly kind = "not_found";
  constructor(override readonly data: { name: string; eraseAt: string; mayRestore: boolean }) {
    super("This workspace was deleted. An owner can take it back until it is erased.", data);
  }
}

/** An operator of the platform has suspended the workspace; nothing of it is lost. `data.contact` is whom to ask. */
export class WorkspaceSuspended extends DomainError {
  readonly code = "WORKSPACE_SUSPENDED";
  readonly kind = "forbidden";
  constructor(
    override readonly data: { name: string; reason: string; since: string; contact: string | null },
  ) {
    super("This workspace is suspended by whoever runs this installation. Everything in it is kept.", data);
  }
}

/** Signed in, and none of those who run this installation. */
export class NotAnOperator extends DomainError {
  readonly code = "NOT_AN_OPERATOR";
  readonly kind = "forbidden";
  constructor() {
    super("This is for the operators of this installation.");
  }
}

/** What the platform allows this workspace is used up; `data.quota` names it, `data.limit` how many there may be. */
export class QuotaReached extends DomainError {
  readonly code = "QUOTA_REACHED";
  readonly kind = "conflict";
  constructor(quota: "members" | "bots", limit: number) {
    super(`This workspace may have ${limit} ${quota}. Ask whoever runs this installation for more.`, {
      quota,
      limit,
    });
  }
}

/** More than a limit allows. `data.retryAfterS` says when to try again. */
export class LimitReached extends DomainError {
  readonly code = "LIMIT_REACHED";
  readonly kind = "limited";
  /** The limits belong to the runtime, which throws its own bundle's class. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof DomainError && value.code === "LIMIT_REACHED";
  }
  constructor(limit: string, retryAfterS: number) {
    super(`Too many: ${limit}. Try again in ${retryAfterS} s.`, { limit, retryAfterS });
  }
}

/** The database does not answer; nothing was changed. */
export class DatabaseAway extends DomainError {
  readonly code = "DATABASE_AWAY";
  readonly kind = "unavailable";
  constructor(cause: unknown) {
    super("The database does not answer. Nothing was changed; try again in a moment.", {}, { cause });
  }
}

/** The disk is full, or nearly: nothing that needs space is accepted. `data.retryAfterS` says when to try again. */
export class StorageFull extends DomainError {
  readonly code = "STORAGE_FULL";
  readonly kind = "unavailable";
  /** The watch belongs to the runtime, which throws its own bundle's class. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof DomainError && value.code === "STORAGE_FULL";
  }
  constructor(options?: ErrorOptions) {
    super(
      "The server's disk is full. Nothing was lost and nothing was changed; free some space on the server, then try again.",
      { retryAfterS: 10 },
      options,
    );
  }
}

/**
 * The SQLSTATE in an error or its causes (Drizzle wraps what the driver throws), or the driver's connection code,
 * or null when it is neither.
 */
export function databaseErrorCode(error: unknown): string | null {
  for (let current = error; current instanceof Error; current = current.cause) {
    const code: unknown = Reflect.get(current, "code");
    if (
      typeof code === "string" &&
      (/^[0-9A-Z]{5}$/.test(code) || code.startsWith("CONNECT") || code.startsWith("E"))
    ) {
      return code;
    }
  }
  return null;
}

/**
 * A data error: the row itself cannot be stored, however often it is tried (21 more rows than one where one must be,
 * and P0003 the same in a function; 22 data exception; 23 integrity; 54 larger than the server can hold).
 */
export function isDataError(error: unknown): boolean {
  const code = databaseErrorCode(error);
  return code !== null && /^(2[123]...|54...|P0003)$/.test(code);
}

/** Two transactions waited for each other, and this one was ended: the same again succeeds as a rule. */
export const isDeadlock = (error: unknown): boolean => databaseErrorCode(error) === "40P01";

/**
 * A lost connection, a restart or an overload: the same statement may succeed later. One that took longer than it may
 * (57014) is none of these.
 */
export function isDatabaseAway(error: unknown): boolean {
  const code = databaseErrorCode(error);
  if (code === null) return false;
  if (/^(CONNECT|CONNECTION_|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH)/.test(code)) return true;
  return code.length === 5 && /^(08|53|57P|25006)/.test(code);
}

/**
 * The session went away under what it was asked (an administrator, a failover, a proxy, a crash of another one): whoever
 * asks anew gets another, if the server is there.
 */
export const isSessionLost = (error: unknown): boolean =>
  /^(57P0[12]|CONNECTION_(CLOSED|DESTROYED)|ECONNRESET|EPIPE)$/.test(databaseErrorCode(error) ?? "");
