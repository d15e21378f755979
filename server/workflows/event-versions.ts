import type { EventType, Workflow, WorkflowEvent } from "./define";

/** The event types that start and end the functions of this build, by name; of two versions of one the newer. */
export class KnownEvents {
  readonly #types = new Map<string, EventType>();

  constructor(workflows: readonly Workflow[]) {
    for (const { triggers, cancelOn = [] } of workflows)
      for (const named of [...triggers, ...cancelOn]) if ("event" in named) this.#add(named.event);
  }

  get(name: string): EventType | undefined {
    return this.#types.get(name);
  }

  /** Whether a later build made the event: what it says is not known here. */
  isNewer({ name, version }: { name: string; version: number }): boolean {
    const known = this.#types.get(name);
    return known !== undefined && version > known.version;
  }

  list(): { name: string; version: number }[] {
    return [...this.#types.values()].map(({ name, version }) => ({ name, version }));
  }

  #add(type: EventType): void {
    const before = this.#types.get(type.name);
    if (!before || before.version < type.version) this.#types.set(type.name, type);
  }
}

/** The name of the error with which a run ends whose event no handler of this build can read. */
export const eventVersionUnknown = "EventVersionUnknown";

/**
 * Why an event is nothing for a handler that knows `type`; null when it may have it. An event of the same version was
 * held against its form when it was sent; an older one is held against the form of now. (Its name stands without quotes:
 * what stands in them is covered where runs are shown.)
 */
export function misfitOf(
  type: EventType | undefined,
  { name, version, data }: Pick<WorkflowEvent, "name" | "version" | "data">,
): string | null {
  if (!type || type.name !== name || version === type.version) return null;
  if (version > type.version)
    return `The event ${name} is of version ${version}; this build knows versions up to ${type.version}.`;
  const read = type.data.safeParse(data);
  if (read.success) return null;
  const issues = read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  return `The event ${name} is of version ${version} and does not fit version ${type.version}, which this build knows: ${issues.join("; ")}`;
}
