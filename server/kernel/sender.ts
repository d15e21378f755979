import { clientAddress } from "@/lib/client-address";
import { getRuntime } from "./runtime";

/** What every door can give: Next's headers, a route handler's, the fast door's. */
export type HeaderSource = {
  header(name: string): string | undefined;
  /** The peer, where the door is told. */
  readonly remoteAddress?: string;
};

/** The same view of a `Headers` object. */
export function fromHeaders(headers: Headers): HeaderSource {
  return { header: (name) => headers.get(name) ?? undefined };
}

/** The entry writes the peer of a request that it hands to Next into this header, over whatever stood there. */
const peerHeader = "x-santral-peer";
const entryKey = Symbol.for("santral.entry");

/** Whoever sends from this very machine. */
export const ownMachine = "local";

/** The network that a request comes from: an address, or a /64 of IPv6; `local` for this machine. */
export const networkOf = (request: HeaderSource): string => senderAddress(request) ?? ownMachine;

/** The same; null for this machine. */
export function senderAddress(request: HeaderSource): string | null {
  const { remoteAddress = peerOf(request) } = request;
  return clientAddress(
    { remoteAddress, header: (name) => request.header(name) },
    getRuntime().env.trustedProxies,
  );
}

/** Behind another entry than ours the header is anybody's: there a proxy's word is all there is. */
function peerOf(request: HeaderSource): string {
  const isOurEntry = Reflect.get(globalThis, entryKey) === true;
  const told = isOurEntry ? request.header(peerHeader) : request.header("x-forwarded-for")?.split(",").at(-1);
  return told?.trim() ?? "127.0.0.1";
}

/** A network as it is kept and shown: enough to recognise one's own, too little to find a person by. */
export function shownNetwork(network: string): string {
  if (network.includes(":")) return `${network.split(":").slice(0, 3).join(":")}::/48`;
  const parts = network.split(".");
  return parts.length === 4 ? `${parts.slice(0, 3).join(".")}.0/24` : network;
}

/** The country that a proxy tells in the header which the environment names; nothing else knows it. */
export function countryOf(request: HeaderSource): string | undefined {
  const { countryHeader } = getRuntime().env;
  const told = countryHeader && request.header(countryHeader);
  return told && /^[A-Za-z]{2}$/.test(told) && !/^(xx|t1)$/i.test(told) ? told.toUpperCase() : undefined;
}
