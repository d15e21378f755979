import type { Upload } from "@/server/uploads/schemas";

export type UploadFailure = { code: string | null; reason: string | null };

/**
 * Sends one file to the upload door. (XMLHttpRequest, because `fetch` does not tell how much has gone out.)
 *
 * @param onProgress hears the share that has gone out, 0 to 1
 * @returns how to stop it; stopped, neither of the others is called any more
 */
export function uploadFile(
  input: { slug: string; file: File },
  on: {
    progress: (share: number) => void;
    done: (upload: Upload) => void;
    failed: (failure: UploadFailure) => void;
  },
): () => void {
  const request = new XMLHttpRequest();
  let isStopped = false;
  request.open("POST", `/api/uploads?name=${encodeURIComponent(input.file.name)}`);
  request.setRequestHeader("x-santral-workspace", input.slug);
  request.setRequestHeader("content-type", input.file.type || "application/octet-stream");
  request.responseType = "json";
  request.upload.onprogress = ({ loaded, total }) => {
    if (!isStopped && total > 0) on.progress(loaded / total);
  };
  request.onload = () => {
    if (isStopped) return;
    if (request.status === 200) return on.done(request.response as Upload);
    const error = (request.response as { error?: { code?: string; detail?: { reason?: string } } } | null)
      ?.error;
    on.failed({ code: error?.code ?? null, reason: error?.detail?.reason ?? null });
  };
  request.onerror = () => {
    if (!isStopped) on.failed({ code: null, reason: null });
  };
  request.send(input.file);
  return () => {
    isStopped = true;
    request.abort();
  };
}

/** Throws an upload away that will not be sent; one that cannot be reached is swept after a day. */
export function discardUpload(slug: string, uploadId: string): void {
  void fetch(`/api/uploads/${uploadId}`, {
    method: "DELETE",
    headers: { "x-santral-workspace": slug },
  }).catch(() => undefined);
}
