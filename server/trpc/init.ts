import { initTRPC, TRPCError } from "@trpc/server";
import type { TRPC_ERROR_CODE_KEY } from "@trpc/server/rpc";
import { ZodError } from "zod";
import { storable } from "@/lib/text/storable";
import {
  asStorageFull,
  DatabaseAway,
  DomainError,
  type ErrorKind,
  getRuntime,
  type HeaderSource,
  isDatabaseAway,
  isOwnWrite,
  newId,
  openMemberContext,
  openOperatorContext,
  workspaceHeader,
} from "@/server/kernel";

/** What every procedure starts from: the request's headers and an id for its log lines. */
export type TrpcContext = { request: HeaderSource; requestId: string };

export const createTrpcContext = (request: HeaderSource): TrpcContext => ({ request, requestId: newId() });

const codeByKind: Record<ErrorKind, TRPC_ERROR_CODE_KEY> = {
  invalid: "BAD_REQUEST",
  unauthenticated: "UNAUTHORIZED",
  forbidden: "FORBIDDEN",
  not_found: "NOT_FOUND",
  conflict: "CONFLICT",
  limited: "TOO_MANY_REQUESTS",
  unavailable: "SERVICE_UNAVAILABLE",
};

const neutralSentence = "Something went wrong on our side. Nothing was lost; try again in a moment.";

export type InputIssue = { path: string; message: string };

/** Of a mutation that goes on while the disk is full: it takes away or stops something, or keeps nothing. */
export type ProcedureMeta = { needsNoSpace?: true };

const t = initTRPC
  .context<TrpcContext>()
  .meta<ProcedureMeta>()
  .create({
    // `data.code` is the domain's code, which screens switch on; `data.detail` is what the error carries for them.
    errorFormatter({ shape, error }) {
      const { httpStatus, path } = shape.data;
      if (error.cause instanceof DomainError) {
        return {
          ...shape,
          message: error.cause.message,
          data: { code: error.cause.code, httpStatus, path, detail: error.cause.data },
        };
      }
      // Input that was refused; a value of ours that breaks its own schema is an error of ours.
      if (error.cause instanceof ZodError && error.code === "BAD_REQUEST") {
        const issues: InputIssue[] = error.cause.issues.map((issue) => ({
          path: issue.path.join("."),
          message: issue.message,
        }));
        return {
          ...shape,
          message: "The input is not valid.",
          data: { code: "INVALID_INPUT", httpStatus, path, detail: { issues } },
        };
      }
      const message = error.code === "INTERNAL_SERVER_ERROR" ? neutralSentence : shape.message;
      return {
        ...shape,
        message,
        data: { code: error.code as string, httpStatus, path, detail: {} as Record<string, unknown> },
      };
    },
  });

/**
 * The one place where domain errors meet the transport. `next()` never throws: it resolves to `{ ok: false, error }`,
 * whose cause is what the verb threw.
 */
const mapErrors = t.middleware(async ({ ctx, path, next }) => {
  const result = await next();
  if (result.ok) return result;
  // Most verbs say so themselves; a statement outside a transaction does not.
  const { cause: thrown } = result.error;
  const cause = asStorageFull(thrown) ?? (isDatabaseAway(thrown) ? new DatabaseAway(thrown) : thrown);
  if (cause instanceof DomainError) {
    throw new TRPCError({ code: codeByKind[cause.kind], message: cause.message, cause });
  }
  if (result.error.code === "INTERNAL_SERVER_ERROR") {
    getRuntime().logger.error(
      { requestId: ctx.requestId, path, error: cause ?? result.error },
      "a procedure failed",
    );
  }
  return result;
});

/** Writes from a browser must come from our own pages: the cookie alone is not enough. */
const requireOwnOrigin = t.middleware(({ ctx, type, next }) => {
  if (type === "mutation" && !isOwnWrite(ctx.request)) {
    throw new TRPCError({
      code: "FORBIDDEN",
      message: `Writes need the ${workspaceHeader} header and our own Origin.`,
    });
  }
  return next();
});

/** While the disk is full people read, and take away what they do not need. */
const requireStorage = t.middleware(({ type, meta, next }) => {
  if (type === "mutation" && !meta?.needsNoSpace) getRuntime().storage.requireRoom();
  return next();
});

export const router = t.router;

/** What no database can hold is left out of every text that comes in, as intake does with customers' words. */
const keepStorable = t.middleware(({ getRawInput, next }) =>
  next({ getRawInput: async () => storable(await getRawInput()) }),
);

export const publicProcedure = t.procedure
  .use(mapErrors)
  .use(requireOwnOrigin)
  .use(requireStorage)
  .use(keepStorable);

/** For members: `ctx` is a full `Ctx` in the workspace that the header names. */
export const workspaceProcedure = publicProcedure.use(async ({ ctx, next }) =>
  next({ ctx: await openMember(ctx) }),
);

/** The same, and it may be a deleted one: for what is done about that. */
export const deletedWorkspaceProcedure = publicProcedure.use(async ({ ctx, next }) =>
  next({ ctx: await openMember(ctx, { opensDeleted: true }) }),
);

/** For those who run this installation: `ctx` is an `OperatorCtx`, and no workspace is opened. */
export const operatorProcedure = publicProcedure.use(async ({ ctx, next }) =>
  next({ ctx: await openOperatorContext({ request: ctx.request, requestId: ctx.requestId }) }),
);

const openMember = ({ request, requestId }: TrpcContext, options: { opensDeleted?: boolean } = {}) =>
  openMemberContext({ request, slug: request.header(workspaceHeader) ?? "", requestId, ...options });
