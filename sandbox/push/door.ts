import { type DoorCore, isBodyTooLarge, json } from "@/lib/door";
import type { LocalPush } from "./local-push";

/** More than a message may have: what is too large is answered as the service does. */
const largestRequestBytes = 16_384;

/** `POST /sandbox/push/<subscription>`: where the product sends what a browser is to show. */
export function pushDoor(push: LocalPush): DoorCore {
  return (request) => {
    const [, id] = /^\/sandbox\/push\/([\w-]+)$/.exec(request.path) ?? [];
    if (!id) return null;
    if (request.method !== "POST")
      return Promise.resolve(json(405, { error: "Only POST." }, { allow: "POST" }));
    return request
      .bytes(largestRequestBytes)
      .then((body) => push.accept({ id, header: (name) => request.header(name), body }))
      .then(({ status, headers, reason }) =>
        reason ? json(status, { error: reason }, headers) : { status, headers, body: "" },
      )
      .catch((error: unknown) => {
        if (isBodyTooLarge(error)) return json(413, { error: "The body is too large." });
        throw error;
      });
  };
}
