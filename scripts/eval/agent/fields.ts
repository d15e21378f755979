/** What is wrong with a line of the file, and where in it. */
export class FieldInvalid extends Error {
  constructor(
    readonly path: string,
    readonly expected: string,
  ) {
    super(`${path || "the line"}: ${expected}`);
  }
}

type Json = Record<string, unknown>;

/**
 * Reads the fields of one object by any of their names and, at the end, refuses those that nobody asked for: a
 * misspelt `mustContian` would otherwise expect nothing. Names are compared without case, `_` and `-`; fields that
 * begin with `_` or `$`, and `note`, `notes`, `comment` and `description` are the writer's own.
 */
export class Fields {
  readonly #values = new Map<string, { name: string; value: unknown }>();

  constructor(
    value: unknown,
    readonly path: string,
  ) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new FieldInvalid(path, `must be an object, not ${describe(value)}`);
    }
    for (const [name, field] of Object.entries(value as Json)) {
      if (!isOwnNote(name)) this.#values.set(key(name), { name, value: field });
    }
  }

  /** The value under the first of the names that is there; null and "" are as good as absent. */
  take(...names: readonly string[]): { path: string; value: unknown } | null {
    let found: { path: string; value: unknown } | null = null;
    for (const name of names) {
      const field = this.#values.get(key(name));
      if (!field) continue;
      this.#values.delete(key(name));
      if (field.value === null || field.value === "") continue;
      found ??= { path: this.path ? `${this.path}.${field.name}` : field.name, value: field.value };
    }
    return found;
  }

  text(...names: readonly string[]): string | null {
    const field = this.take(...names);
    if (!field) return null;
    if (typeof field.value === "number") return String(field.value);
    if (typeof field.value !== "string") {
      throw new FieldInvalid(field.path, `must be a text, not ${describe(field.value)}`);
    }
    return field.value;
  }

  /** A text or a list of texts. */
  texts(...names: readonly string[]): string[] {
    const field = this.take(...names);
    if (!field) return [];
    const list = Array.isArray(field.value) ? field.value : [field.value];
    return list.map((item, i) => {
      if (typeof item === "string" || typeof item === "number") return String(item);
      throw new FieldInvalid(`${field.path}[${i}]`, `must be a text, not ${describe(item)}`);
    });
  }

  list(...names: readonly string[]): { path: string; value: unknown }[] {
    const field = this.take(...names);
    if (!field) return [];
    if (!Array.isArray(field.value)) {
      throw new FieldInvalid(field.path, `must be a list, not ${describe(field.value)}`);
    }
    return field.value.map((value, i) => ({ path: `${field.path}[${i}]`, value }));
  }

  flag(...names: readonly string[]): boolean | null {
    const field = this.take(...names);
    if (!field) return null;
    if (typeof field.value !== "boolean") {
      throw new FieldInvalid(field.path, `must be true or false, not ${describe(field.value)}`);
    }
    return field.value;
  }

  oneOf<T extends string>(choices: readonly T[], ...names: readonly string[]): T | null {
    const field = this.take(...names);
    if (!field) return null;
    const wanted = typeof field.value === "string" ? field.value.trim().toLowerCase() : "";
    const choice = choices.find((candidate) => candidate === wanted);
    if (!choice) {
      throw new FieldInvalid(
        field.path,
        `must be one of ${choices.join(", ")}, not ${describe(field.value)}`,
      );
    }
    return choice;
  }

  /** @throws FieldInvalid when a field is left that nothing has read */
  end(): void {
    const [left] = this.#values.values();
    if (!left) return;
    throw new FieldInvalid(this.path ? `${this.path}.${left.name}` : left.name, "is not a field known here");
  }
}

const key = (name: string): string => name.replace(/[_\-\s]/g, "").toLowerCase();

const isOwnNote = (name: string): boolean =>
  /^[_$]/.test(name) || ["note", "notes", "comment", "description"].includes(key(name));

export function describe(value: unknown): string {
  const written = JSON.stringify(value) ?? String(value);
  return written.length > 60 ? `${written.slice(0, 59)}…` : written;
}
