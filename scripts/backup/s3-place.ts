import { Readable } from "node:stream";
import { DeleteObjectsCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { PlainError } from "../lib/plain-error.ts";
import type { Content, Place } from "./place.ts";

/** Of an upload; the store takes 10,000 of them, so an object may have 160 GB. */
const partBytes = 16 * 1024 * 1024;
const keysACall = 1_000;

/**
 * A bucket of an S3-compatible store as a place for backups: `s3://bucket/prefix`, with `?endpoint=` for one that is not
 * Amazon's and `&region=`. Credentials come from where the AWS SDK looks (variables, profile, role of the machine).
 *
 * @throws PlainError when the address names no bucket
 */
export function openBucket(address: string): Place {
  const url = new URL(address);
  const bucket = url.hostname;
  if (!bucket) throw new PlainError(`"${address}" names no bucket: s3://bucket/prefix`);
  const prefix = url.pathname.replace(/^\/|\/$/g, "");
  const keyOf = (path: string) => (prefix ? `${prefix}/${path}` : path);
  const endpoint = url.searchParams.get("endpoint");
  const region = url.searchParams.get("region");
  const client = new S3Client({
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    ...(region || endpoint ? { region: region ?? "us-east-1" } : {}),
    // Stores that are not Amazon's do not all know the newer checksums; what is read is checked by us.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  const place = `s3://${bucket}/${prefix}`;
  return {
    address: place,
    async write(path, content) {
      let bytes = 0;
      const counted = async function* (): AsyncGenerator<Uint8Array> {
        for await (const chunk of content) {
          bytes += chunk.byteLength;
          yield chunk;
        }
      };
      // An object is there when its last part has been acknowledged, and not before.
      const upload = new Upload({
        client,
        params: { Bucket: bucket, Key: keyOf(path), Body: Readable.from(counted(), { objectMode: false }) },
        partSize: partBytes,
        queueSize: 2,
      });
      await plainly(place, () => upload.done());
      return bytes;
    },
    async read(path) {
      const { Body } = await plainly(place, () =>
        client.send(new GetObjectCommand({ Bucket: bucket, Key: keyOf(path) })).catch((cause: Error) => {
          if (cause.name !== "NoSuchKey") throw cause;
          throw new PlainError(`The backup is damaged: ${place}/${path} is missing.`);
        }),
      );
      return Body as unknown as Content;
    },
    async *list(folder) {
      let token: string | undefined;
      do {
        const page = await plainly(place, () =>
          client.send(
            new ListObjectsV2Command({ Bucket: bucket, Prefix: keyOf(folder), ContinuationToken: token }),
          ),
        );
        for (const { Key, Size } of page.Contents ?? []) {
          if (Key) yield { path: prefix ? Key.slice(prefix.length + 1) : Key, bytes: Size ?? 0 };
        }
        token = page.IsTruncated ? page.NextContinuationToken : undefined;
      } while (token);
    },
    async remove(paths) {
      for (let at = 0; at < paths.length; at += keysACall) {
        const Objects = paths.slice(at, at + keysACall).map((path) => ({ Key: keyOf(path) }));
        const { Errors } = await plainly(place, () =>
          client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } })),
        );
        if (Errors?.[0])
          throw new PlainError(`${place} does not let go of ${Errors[0].Key}: ${Errors[0].Message}`);
      }
    },
  };
}

/** Errors of the store as a sentence: their stack tells of the SDK only. */
async function plainly<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof PlainError || !(cause instanceof Error)) throw cause;
    const { name, message } = cause;
    throw new PlainError(
      `${place} cannot be used: ${name}${message && message !== name ? `, ${message}` : ""}.`,
    );
  }
}
