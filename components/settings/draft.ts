/**
 * What a reader has changed and not saved yet. `base` keeps, for each changed field, what was saved when they began, so
 * that somebody else's change in the meantime is noticed.
 */
export type Draft<Values extends object> = { changes: Partial<Values>; base: Partial<Values> };

export function emptyDraft<Values extends object>(): Draft<Values> {
  return { changes: {}, base: {} };
}

/** The saved values with the changes over them: what the fields show. */
export function applyDraft<Values extends object>(saved: Values, draft: Draft<Values>): Values {
  return { ...saved, ...draft.changes };
}

/** The draft with one field changed; a field put back as it was saved is no change. */
export function changeField<Values extends object, Field extends keyof Values>(
  draft: Draft<Values>,
  saved: Values,
  field: Field,
  value: Values[Field],
): Draft<Values> {
  return settleDraft(
    {
      changes: { ...draft.changes, [field]: value },
      base: { ...draft.base, [field]: field in draft.base ? draft.base[field] : saved[field] },
    },
    saved,
  );
}

/** The draft without the fields that are saved as they stand in it. */
export function settleDraft<Values extends object>(draft: Draft<Values>, saved: Values): Draft<Values> {
  const open = fieldsOf(draft.changes).filter((field) => !isSame(draft.changes[field], saved[field]));
  return { changes: pick(draft.changes, open), base: pick(draft.base, open) };
}

/** Changed fields whose saved value is no longer the one that the reader began from. */
export function conflictsOf<Values extends object>(draft: Draft<Values>, saved: Values): (keyof Values)[] {
  return fieldsOf(draft.changes).filter((field) => !isSame(draft.base[field], saved[field]));
}

export function isDirty<Values extends object>(draft: Draft<Values>): boolean {
  return fieldsOf(draft.changes).length > 0;
}

export function fieldsOf<Values extends object>(values: Partial<Values>): (keyof Values)[] {
  return Object.keys(values) as (keyof Values)[];
}

function pick<Values extends object>(values: Partial<Values>, fields: (keyof Values)[]): Partial<Values> {
  const picked: Partial<Values> = {};
  for (const field of fields) picked[field] = values[field];
  return picked;
}

/** Values here are plain data: text, lists, lists of lists. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
