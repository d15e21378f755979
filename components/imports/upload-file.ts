/** Why a file was not taken: the domain's code and what it carries. */
export class UploadRefused extends Error {
  constructor(
    readonly code: string,
    readonly detail: Record<string, unknown>,
  ) {
    super(code);
  }
}

/**
 * Sends the bytes of a file, telling how far they have come (0 to 1), which `fetch` cannot.
 *
 * @throws UploadRefused
 */
export function uploadFile(
  file: File,
  input: { target: string; slug: string; onProgress: (share: number) => void },
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const query = new URLSearchParams({ target: input.target, name: file.name.slice(0, 200) });
    request.open("POST", `/api/imports?${query}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.setRequestHeader("x-santral-workspace", input.slug);
    request.upload.onprogress = ({ loaded, total }) => input.onProgress(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(new UploadRefused("lost", {}));
    request.onload = () => {
      const body = parse(request.responseText);
      if (request.status === 200) return resolve(body);
      const error = (body as { error?: { code?: string; detail?: Record<string, unknown> } } | null)?.error;
      reject(new UploadRefused(error?.code ?? "unknown", error?.detail ?? {}));
    };
    request.send(file);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
