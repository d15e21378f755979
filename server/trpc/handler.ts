import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { createTrpcContext } from "./init";
import { appRouter } from "./root";

/** Serves `/api/trpc`. */
export function handleTrpc(request: Request): Promise<Response> {
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: () => createTrpcContext({ header: (name) => request.headers.get(name) ?? undefined }),
  });
}
