import { resolve } from "node:path";
import { PlainError } from "../lib/plain-error.ts";
import { openFolder } from "./folder-place.ts";

export type Content = AsyncIterable<Uint8Array>;

/** Where backups are kept: objects by path, each there whole or not at all. */
export type Place = {
  /** For people, without a password. */
  readonly address: string;
  /** Streams an object into the place; it is listed once it is whole. @returns its bytes */
  write(path: string, content: Content): Promise<number>;
  /** @throws PlainError when there is no such object */
  read(path: string): Promise<Content>;
  /** The objects under a folder (`"files/ab/"`), in no order that one may rely on. */
  list(folder: string): AsyncIterable<{ path: string; bytes: number }>;
  /** Missing ones are not an error. */
  remove(paths: readonly string[]): Promise<void>;
};

/**
 * Opens the place that an address names: a folder, or `s3://bucket/prefix?endpoint=https://…&region=…` with the
 * credentials of the AWS SDK's own chain (`AWS_ACCESS_KEY_ID` and so on).
 *
 * @param root what a relative folder is relative to
 * @param dataDir of the product, for whoever writes: a folder on its disk leaves it the space that it needs
 * @throws PlainError when the address cannot be one
 */
export async function openPlace(address: string, root: string, dataDir?: string): Promise<Place> {
  if (/^s3:/i.test(address)) return (await import("./s3-place.ts")).openBucket(address);
  if (/^[a-z][a-z0-9+.-]+:/i.test(address)) {
    throw new PlainError(
      `Backups go to a folder or to s3://bucket/prefix, not to "${withoutSecret(address)}".`,
    );
  }
  return openFolder(resolve(root, address), dataDir);
}

const withoutSecret = (address: string) => address.replace(/\/\/[^@/]*@/, "//…@");

/** All objects of a folder, for where they are few. */
export async function listAll(place: Place, folder: string): Promise<{ path: string; bytes: number }[]> {
  const found: { path: string; bytes: number }[] = [];
  for await (const one of place.list(folder)) found.push(one);
  return found;
}
