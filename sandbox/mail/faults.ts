import type { MailFault, MailFaultKind } from "./records";

/** Failures planted on purpose; planted first, struck first. */
export class MailFaults {
  #faults: MailFault[] = [];
  #lastId = 0;

  plant(fault: Omit<MailFault, "id">): MailFault {
    this.#lastId += 1;
    const planted = { ...fault, id: this.#lastId };
    this.#faults.push(planted);
    return { ...planted };
  }

  list(): MailFault[] {
    return this.#faults.map((fault) => ({ ...fault }));
  }

  /** @param id absent: all of them */
  clear(id?: number): void {
    this.#faults = id === undefined ? [] : this.#faults.filter((fault) => fault.id !== id);
  }

  /** The fault of this kind that strikes these recipients now; it has struck once more. */
  take(kind: MailFaultKind, to: readonly string[]): MailFault | null {
    const fault = this.#faults.find((one) => one.kind === kind && meets(one, to));
    if (!fault) return null;
    fault.times -= 1;
    if (fault.times <= 0) this.clear(fault.id);
    return fault;
  }
}

function meets({ to }: MailFault, recipients: readonly string[]): boolean {
  if (to === undefined) return true;
  const wanted = to.toLowerCase();
  return recipients.some((one) =>
    wanted.startsWith("@") ? one.toLowerCase().endsWith(wanted) : one.toLowerCase() === wanted,
  );
}
