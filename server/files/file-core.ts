import { type DoorCore, type DoorRequest, type DoorResponse, json } from "@/lib/door";
import { DomainError, fromPublicId, NotSignedIn, openMemberContext, resolveSession } from "@/server/kernel";
import { listOwnWorkspaces } from "@/server/workspaces";
import { FileNotFound } from "./errors";
import { readFile, type StoredFile } from "./read-file";

const prefix = "/api/files/";

/**
 * `GET /api/files/<fil_…>`: the bytes of a file for a signed-in member of its workspace; 404 for everybody else.
 * `?workspace=<slug>` spares looking through the member's workspaces.
 */
export const fileCore: DoorCore = (request) =>
  request.path.startsWith(prefix) ? answerFile(request, request.path.slice(prefix.length)) : null;

async function answerFile(request: DoorRequest, publicFileId: string): Promise<DoorResponse> {
  if (request.method !== "GET") return json(405, { error: { code: "METHOD_NOT_ALLOWED" } }, { allow: "GET" });
  try {
    const fileId = fromPublicId("file", publicFileId);
    if (!fileId) throw new FileNotFound();
    return show(await find(request, fileId), request);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const status = error.kind === "unauthenticated" ? 401 : error.kind === "unavailable" ? 503 : 404;
    return json(
      status,
      { error: { code: error.code, message: error.message } },
      { "cache-control": "no-store" },
    );
  }
}

async function find(request: DoorRequest, fileId: string): Promise<StoredFile> {
  const slug = request.query.get("workspace");
  for (const candidate of slug ? [slug] : await listSlugs(request)) {
    try {
      const ctx = await openMemberContext({ request, slug: candidate });
      return await readFile({ ctx, input: { fileId } });
    } catch (error) {
      if (!(error instanceof FileNotFound)) throw error;
    }
  }
  throw new FileNotFound();
}

/** @throws NotSignedIn */
async function listSlugs(request: DoorRequest): Promise<string[]> {
  const session = await resolveSession(request);
  if (!session) throw new NotSignedIn();
  return (await listOwnWorkspaces(session.personId)).map((workspace) => workspace.slug);
}

function show(file: StoredFile, request: DoorRequest): DoorResponse {
  const headers = {
    "content-type": file.contentType,
    etag: `"${file.sha256}"`,
    // The bytes under an id never change, but who may see them does: kept by this browser only, asked for again later.
    "cache-control": "private, max-age=300",
    "content-disposition": "inline",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": "default-src 'none'; sandbox",
  };
  if (request.header("if-none-match") === headers.etag) return { status: 304, headers, body: "" };
  return { status: 200, headers, body: file.bytes };
}
