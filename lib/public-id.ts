import { z } from "zod";

/** The prefix of every id on the wire; the closed list. */
const idPrefixes = {
  organisation: "org",
  workspace: "wsp",
  person: "per",
  session: "ses",
  member: "mem",
  invitation: "inv",
  channel: "chn",
  customer: "cus",
  identity: "idn",
  address: "adr",
  conversation: "cnv",
  message: "msg",
  delivery: "dlv",
  mail: "mai",
  agentRun: "run",
  faqEntry: "faq",
  synonymGroup: "syn",
  shopOrder: "ord",
  file: "fil",
  import: "imp",
  group: "grp",
  intentExample: "iex",
  ownIntent: "int",
  embed: "emb",
  tag: "tag",
  inboxView: "viw",
  trouble: "trb",
  managedBot: "mbr",
  note: "not",
  task: "tsk",
  customerField: "fld",
  customerMerge: "cmg",
  cannedReply: "rpl",
  rating: "rat",
  notification: "ntf",
  macro: "mcr",
  pushDevice: "psh",
  workflowRun: "wfr",
  workflowEvent: "wfe",
} as const;

export type IdKind = keyof typeof idPrefixes;

const uuidPattern = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/** `cnv_0190…`: the id as it travels outside. */
export function toPublicId(kind: IdKind, id: string): string {
  return `${idPrefixes[kind]}_${id.replaceAll("-", "")}`;
}

/** The UUID behind a public id, or null when it is not one of that kind. */
export function fromPublicId(kind: IdKind, publicId: string): string | null {
  const prefix = `${idPrefixes[kind]}_`;
  if (!publicId.startsWith(prefix)) return null;
  const match = uuidPattern.exec(publicId.slice(prefix.length));
  return match ? match.slice(1).join("-") : null;
}

const barePattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * A Zod schema that takes `cnv_…` and gives the UUID; anything else is invalid input. What has been parsed once
 * passes again unchanged, because adapters parse and the verb parses too.
 */
export function publicId(kind: IdKind) {
  return z.string().transform((value, context) => {
    const id = barePattern.test(value) ? value : fromPublicId(kind, value);
    if (id === null) {
      context.addIssue({
        code: "custom",
        message: `Not an id of this kind; it starts with ${idPrefixes[kind]}_.`,
      });
      return z.NEVER;
    }
    return id;
  });
}
