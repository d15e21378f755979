import { domainToASCII } from "node:url";
import { MailAddressInvalid } from "./errors";

export type MailAddress = {
  /** As it goes into the envelope: the domain in ASCII, the part before it as its owner writes it. */
  address: string;
  /** As addresses are compared. */
  key: string;
  /** The part before the @ has other letters than ASCII; the server must know RFC 6531. */
  needsUtf8: boolean;
};

/** RFC 5321, 4.5.3.1. */
const longest = { whole: 254, local: 64 };
/** An atom of RFC 5322 with the letters of RFC 6531; no quoted forms, which no mailbox of a person has. */
const local = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const host = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$/;

/**
 * Reads an address as a person typed it. A domain with letters of its own (`çiçek.com.tr`) becomes its ASCII form.
 *
 * @throws MailAddressInvalid
 */
export function readAddress(typed: string): MailAddress {
  const value = typed.trim().normalize("NFC");
  const at = value.lastIndexOf("@");
  // Before anything is made of it: a megabyte is no address.
  if (at < 1 || value.length > longest.whole) throw new MailAddressInvalid();
  const name = value.slice(0, at);
  const domain = domainToASCII(value.slice(at + 1).toLowerCase());
  const address = `${name}@${domain}`;
  const isLong = Buffer.byteLength(name) > longest.local || Buffer.byteLength(address) > longest.whole;
  if (isLong || !local.test(name) || !host.test(domain)) throw new MailAddressInvalid();
  // Not by a language's rules: a mailbox in Turkey is not called by a dotless i.
  return { address, key: address.toLowerCase(), needsUtf8: /[^\x20-\x7e]/.test(name) };
}

/** What a server said, without the addresses in it: it may be logged and shown. */
export function hideAddresses(text: string): string {
  return text.replace(/[^\s<>@"'(),:;[\]]+@[^\s<>@"'(),:;[\]]+/g, "[address]");
}
