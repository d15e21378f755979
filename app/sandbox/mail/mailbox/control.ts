"use client";

import type { MailEntry, MailFault, MailFaultKind, StoredMail } from "@/sandbox/mail/records";

const base = "/sandbox/mail/control";

/** A control call that was refused; its message says what to do. */
class MailControlRefused extends Error {}

export type MailControl = ReturnType<typeof createMailControl>;

/** The local mail's control API with its token. */
export function createMailControl(token: string) {
  async function ask<T>(path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${base}/${path}`, {
      headers: { authorization: `Bearer ${token}` },
      cache: "no-store",
      ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as T & { error?: string };
    if (!response.ok) throw new MailControlRefused(answer.error ?? String(response.status));
    return answer;
  }
  return {
    list: (search: string) =>
      ask<{ mails: MailEntry[] }>(`mails?${new URLSearchParams({ search, limit: "200" })}`).then(
        ({ mails }) => mails,
      ),
    read: (id: string) => ask<{ mail: StoredMail; htmlUrl: string | null }>(`mails/${id}`),
    report: (mail: string, kind: "bounce" | "complaint") =>
      ask<{ status: number }>("reports", { mail, kind }),
    faults: () => ask<{ faults: MailFault[] }>("faults").then(({ faults }) => faults),
    plant: (fault: { kind: MailFaultKind; to?: string; times: number }) => ask<MailFault>("faults", fault),
    clear: (id: number) => ask("clearing", { id }),
  };
}
