import { type DoorCore, type DoorRequest, isBodyTooLarge, json } from "@/lib/door";
import type { Sdk } from "./sdk";

const path = "/api/inngest";
/** A call carries what its run has kept so far; of more than this a server has the function ask for it. */
const maxBytes = 4 * 1024 * 1024;

/**
 * `/api/inngest`: the functions of this build, for whoever signs with the installation's key. The embedded executor calls
 * them in this process and needs no address; unsigned, nothing is told but that.
 */
export function createWorkflowsCore({ handler }: Pick<Sdk, "handler">): DoorCore {
  return (request) => (request.path === path ? answer(request) : null);

  async function answer(request: DoorRequest) {
    if (!request.header("x-inngest-signature"))
      return json(401, { error: "Calls of functions are signed with the installation's key." });
    const hasBody = request.method === "POST" || request.method === "PUT";
    let signed: Request;
    try {
      signed = await toRequest(request, hasBody);
    } catch (error) {
      if (isBodyTooLarge(error)) return json(413, { error: error.message });
      throw error;
    }
    const answered = await handler(signed);
    return {
      status: answered.status,
      headers: Object.fromEntries(answered.headers),
      body: new Uint8Array(await answered.arrayBuffer()),
    };
  }
}

const passedOn = ["content-type", "x-inngest-signature", "x-inngest-server-kind", "x-inngest-req-version"];

async function toRequest(request: DoorRequest, hasBody: boolean): Promise<Request> {
  const host = request.header("host") ?? "localhost";
  const headers = new Headers({ host });
  for (const name of passedOn) {
    const value = request.header(name);
    if (value) headers.set(name, value);
  }
  // The answer tells the functions to whoever has signed; the other way has anybody make us call our server.
  if (request.method === "PUT") headers.set("x-inngest-sync-kind", "in_band");
  return new Request(`http://${host}${path}?${request.query}`, {
    method: request.method,
    headers,
    body: hasBody ? new Uint8Array(await request.bytes(maxBytes)) : undefined,
  });
}
