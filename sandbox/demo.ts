import { type DoorCore, type DoorRequest, json } from "@/lib/door";
import { isLoopback } from "./telegram/methods/webhook";

/**
 * `GET /sandbox/demo`: what a script needs to try the product out. It holds the control token and sign-in
 * links, so it is told to this machine only: the peer, a proxy's client and the Host must all be loopback
 * (the last one keeps a web page that points its own name at 127.0.0.1 out), and a browser that asks must do so
 * from a page of ours.
 */
export function demoDoor(ports: { controlToken: string; describeDemo(): Promise<object> }): DoorCore {
  return (request) => {
    if (request.path !== "/sandbox/demo") return null;
    if (request.method !== "GET")
      return Promise.resolve(json(405, { error: "Only GET is answered here." }, { allow: "GET" }));
    if (!isFromThisMachine(request)) {
      return Promise.resolve(
        json(403, { error: "Only this machine is told: ask at http://127.0.0.1 or localhost." }),
      );
    }
    if (isFromAnotherSite(request))
      return Promise.resolve(json(403, { error: "Pages of other sites are not told." }));
    return describe(ports);
  };
}

async function describe(ports: { controlToken: string; describeDemo(): Promise<object> }) {
  return json(
    200,
    { controlToken: ports.controlToken, ...(await ports.describeDemo()) },
    { "cache-control": "no-store" },
  );
}

function isFromThisMachine(request: DoorRequest): boolean {
  const client = request.header("x-forwarded-for")?.split(",")[0]?.trim();
  if (client && !isLoopback(client)) return false;
  if (!isLoopback(request.remoteAddress)) return false;
  const host = request.header("host");
  return host !== undefined && isLoopback(host.replace(/:\d+$/, ""));
}

/** By what browsers say about the page that asks; scripts and the address bar say nothing or "none". */
function isFromAnotherSite(request: DoorRequest): boolean {
  const site = request.header("sec-fetch-site");
  if (site !== undefined && site !== "same-origin" && site !== "none") return true;
  const origin = request.header("origin");
  return origin !== undefined && origin !== `http://${request.header("host")}`;
}
