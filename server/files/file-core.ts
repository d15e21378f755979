import { type DoorCore, type DoorRequest, type DoorResponse, json } from "@/lib/door";
import { contentDisposition } from "@/lib/text/file-name";
import {
  DomainError,
  fromPublicId,
  listOwnWorkspaces,
  NotSignedIn,
  openMemberContext,
  resolveSession,
} from "@/server/kernel";
import { readByteRange } from "./byte-range";
import { FileNotFound } from "./errors";
import { readFile, type StoredFile } from "./read-file";
import { isShownInline } from "./rules";
import { readKept } from "./store";

const prefix = "/api/files/";

/**
 * `GET /api/files/<fil_…>`: the bytes of a file for a signed-in member of its workspace; 404 for everybody else.
 * `?workspace=<slug>` spares looking through the member's workspaces, `?thumbnail` is the small picture of it,
 * `?download` saves what would be shown. Answers ranges, as players ask for them.
 */
export const fileCore: DoorCore = (request) =>
  request.path.startsWith(prefix) ? answerFile(request, request.path.slice(prefix.length)) : null;

async function answerFile(request: DoorRequest, publicFileId: string): Promise<DoorResponse> {
  if (request.method !== "GET") {
    return json(405, { error: { code: "METHOD_NOT_ALLOWED" } }, { allow: "GET" });
  }
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
      const part = request.query.has("thumbnail") ? "thumbnail" : "content";
      return await readFile({ ctx, input: { fileId, part } });
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
  const own = await listOwnWorkspaces(session.personId);
  return own.filter((workspace) => !workspace.suspendedAt).map((workspace) => workspace.slug);
}

/** Pictures, films and sounds are shown; everything else is only saved, whatever it calls itself. */
function show(file: StoredFile, request: DoorRequest): DoorResponse {
  const isShown = isShownInline(file.contentType) && !request.query.has("download");
  const headers = {
    "content-type": isShown ? file.contentType : "application/octet-stream",
    etag: `"${file.sha256}"`,
    // The bytes under an id never change, but who may see them does: kept by this browser only, asked for again later.
    "cache-control": "private, max-age=300",
    "content-disposition": contentDisposition(isShown ? "inline" : "attachment", nameOf(file)),
    "accept-ranges": "bytes",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": "default-src 'none'; sandbox",
  };
  if (request.header("if-none-match") === headers.etag) return { status: 304, headers, body: "" };
  const ifRange = request.header("if-range");
  const isSame = ifRange === undefined || ifRange === headers.etag;
  const range = readByteRange(isSame ? request.header("range") : undefined, file.sizeBytes);
  if (range === "outside") {
    return { status: 416, headers: { ...headers, "content-range": `bytes */${file.sizeBytes}` }, body: "" };
  }
  const { from, to } = range === "whole" ? { from: 0, to: file.sizeBytes - 1 } : range;
  const length = String(to - from + 1);
  const body = readKept(file.sha256, from, to);
  if (range === "whole") return { status: 200, headers: { ...headers, "content-length": length }, body };
  return {
    status: 206,
    headers: {
      ...headers,
      "content-length": length,
      "content-range": `bytes ${from}-${to}/${file.sizeBytes}`,
    },
    body,
  };
}

/** Something to save it under, for what came without a name. */
const nameOf = (file: StoredFile): string =>
  file.name ?? `${file.sha256.slice(0, 8)}${endingOf(file.contentType)}`;

function endingOf(contentType: string): string {
  const known: Record<string, string> = { "image/jpeg": ".jpg", "audio/mpeg": ".mp3", "audio/ogg": ".ogg" };
  const plain = /^(?:image|video|audio)\/([a-z0-9]{2,5})$/.exec(contentType)?.[1];
  return known[contentType] ?? (plain ? `.${plain}` : "");
}
