import { sql } from "drizzle-orm";
import { type DoorCore, type DoorRequest, type DoorResponse, isBodyTooLarge, json } from "@/lib/door";
import { readKept, sizeOfKept } from "@/server/files";
import {
  DomainError,
  fromPublicId,
  isOwnWrite,
  lookUp,
  openMemberContext,
  refusal,
  workspaceHeader,
} from "@/server/kernel";
import { LogoNotFound, LogoRefused } from "./errors";
import { maxLogoBytes } from "./rules";
import { setLogo } from "./set-logo";

const prefix = "/api/organisations/";
const ownPath = `${prefix}logo`;

/**
 * `GET /api/organisations/<org_…>/logo`: a logo, for everybody. `PUT` and `DELETE /api/organisations/logo` set and remove
 * the one of the workspace that `x-santral-workspace` names; both need a session and our own pages.
 */
export const logoCore: DoorCore = (request) => (request.path.startsWith(prefix) ? answer(request) : null);

async function answer(request: DoorRequest): Promise<DoorResponse> {
  try {
    return request.path === ownPath ? await change(request) : await show(request);
  } catch (error) {
    const cause = isBodyTooLarge(error) ? new LogoRefused({ reason: "too_large" }) : error;
    if (!(cause instanceof DomainError)) throw error;
    return refusal(cause);
  }
}

async function change(request: DoorRequest): Promise<DoorResponse> {
  if (request.method !== "PUT" && request.method !== "DELETE") {
    return json(405, { error: { code: "METHOD_NOT_ALLOWED" } }, { allow: "PUT, DELETE" });
  }
  if (!isOwnWrite(request)) {
    return json(403, {
      error: { code: "FOREIGN_ORIGIN", message: "Logos are brought from our own pages only." },
    });
  }
  const ctx = await openMemberContext({ request, slug: request.header(workspaceHeader) ?? "" });
  const readBytes = request.method === "PUT" ? () => request.bytes(maxLogoBytes) : null;
  return json(200, await setLogo({ ctx, input: { readBytes } }), { "cache-control": "no-store" });
}

async function show(request: DoorRequest): Promise<DoorResponse> {
  if (request.method !== "GET") return json(405, { error: { code: "METHOD_NOT_ALLOWED" } }, { allow: "GET" });
  const publicId = /^([a-z]+_[0-9a-f]+)\/logo$/.exec(request.path.slice(prefix.length))?.[1];
  const organisationId = publicId && fromPublicId("organisation", publicId);
  if (!organisationId) throw new LogoNotFound();
  const [row] = await lookUp<{ sha256: string | null }>(
    sql`select sha256 from resolve_logo(${organisationId}::uuid)`,
  );
  const sha256 = row?.sha256;
  const size = sha256 ? await sizeOfKept(sha256) : null;
  if (!sha256 || size === null) throw new LogoNotFound();
  const isThis = request.query.get("v") === sha256.slice(0, 12);
  const headers = {
    "content-type": "image/webp",
    etag: `"${sha256}"`,
    "cache-control": isThis ? "public, max-age=31536000, immutable" : "public, max-age=300",
    "x-content-type-options": "nosniff",
    // Shown in figures that stand in other sites' frames, and in mails.
    "cross-origin-resource-policy": "cross-origin",
    "content-security-policy": "default-src 'none'; sandbox",
  };
  if (request.header("if-none-match") === headers.etag) return { status: 304, headers, body: "" };
  return {
    status: 200,
    headers: { ...headers, "content-length": String(size) },
    body: readKept(sha256, 0, size - 1),
  };
}
