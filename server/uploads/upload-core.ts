import {
  type DoorCore,
  type DoorRequest,
  type DoorResponse,
  isBodyTooLarge,
  isClientGone,
  json,
} from "@/lib/door";
import {
  asStorageFull,
  DomainError,
  fromPublicId,
  isOwnWrite,
  openMemberContext,
  refusal,
  workspaceHeader,
} from "@/server/kernel";
import { discardUpload } from "./discard-upload";
import { UploadNotFound, UploadRefused } from "./errors";
import { receiveUpload } from "./receive-upload";
import { maxUploadBytes } from "./rules";

const path = "/api/uploads";

/**
 * `POST /api/uploads?name=…` takes the bytes of a file that a member will send, `DELETE /api/uploads/<fil_…>` throws
 * them away. The workspace is named by `x-santral-workspace`; both need a session and our own pages.
 */
export const uploadCore: DoorCore = (request) =>
  request.path === path || request.path.startsWith(`${path}/`) ? answer(request) : null;

async function answer(request: DoorRequest): Promise<DoorResponse> {
  try {
    return await act(request);
  } catch (error) {
    const cause = toDomainError(error);
    if (!cause) throw error;
    return refusal(cause);
  }
}

async function act(request: DoorRequest): Promise<DoorResponse> {
  const isOne = request.path !== path;
  if (request.method !== (isOne ? "DELETE" : "POST")) {
    return json(405, { error: { code: "METHOD_NOT_ALLOWED" } }, { allow: isOne ? "DELETE" : "POST" });
  }
  if (!isOwnWrite(request)) {
    return json(403, {
      error: { code: "FOREIGN_ORIGIN", message: "Files are brought from our own pages only." },
    });
  }
  const ctx = await openMemberContext({ request, slug: request.header(workspaceHeader) ?? "" });
  if (isOne) {
    const uploadId = fromPublicId("file", request.path.slice(path.length + 1));
    if (!uploadId) throw new UploadNotFound();
    await discardUpload({ ctx, input: { uploadId } });
    return { status: 204, headers: { "cache-control": "no-store" }, body: "" };
  }
  const upload = await receiveUpload({
    ctx,
    input: {
      name: request.query.get("name") ?? "",
      claimedType: request.header("content-type") ?? "",
      pieces: request.pieces?.(maxUploadBytes) ?? whole(request),
    },
  });
  return json(200, upload, { "cache-control": "no-store" });
}

async function* whole(request: DoorRequest): AsyncGenerator<Uint8Array> {
  yield await request.bytes(maxUploadBytes);
}

function toDomainError(error: unknown): DomainError | null {
  if (error instanceof DomainError) return error;
  if (isBodyTooLarge(error)) return new UploadRefused({ reason: "too_large" });
  // Nobody hears this; it is no failure of ours either.
  if (isClientGone(error)) return new UploadRefused({ reason: "cut_short" });
  return asStorageFull(error);
}
