import { randomUUID } from "node:crypto";

/** A file to be sent along, read only when it goes out. */
export type FilePart = {
  /** What the parameters call it: `attach://<field>`. */
  field: string;
  name: string;
  contentType: string;
  sizeBytes: number;
  open: () => AsyncIterable<Uint8Array>;
};

export type RequestBody = { contentType: string; length: number } & (
  | { whole: Uint8Array }
  | { pieces: () => AsyncIterable<Uint8Array> }
);

/** Parameters and files as multipart/form-data (RFC 7578), its length known before it is read. */
export function toMultipart(params: object, files: readonly FilePart[]): RequestBody {
  const boundary = `santral-${randomUUID()}`;
  const parts: { head: Buffer; file: FilePart | null }[] = [
    ...Object.entries(params)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => {
        const text = typeof value === "object" ? JSON.stringify(value) : String(value);
        const head = `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`;
        return { head: Buffer.from(head), file: null };
      }),
    ...files.map((file) => ({
      head: Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="${file.field}"; filename="${quotable(file.name)}"\r\n` +
          `content-type: ${file.contentType}\r\n\r\n`,
      ),
      file,
    })),
  ];
  const end = Buffer.from(`--${boundary}--\r\n`);
  const newline = Buffer.from("\r\n");
  const length = parts.reduce(
    (sum, { head, file }) => sum + head.byteLength + (file ? file.sizeBytes + newline.byteLength : 0),
    end.byteLength,
  );
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    length,
    async *pieces() {
      for (const { head, file } of parts) {
        yield head;
        if (!file) continue;
        yield* file.open();
        yield newline;
      }
      yield end;
    },
  };
}

/** As browsers write it: a quote or a line break would end the name. */
const quotable = (name: string): string =>
  name.replaceAll('"', "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
