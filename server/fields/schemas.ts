import { z } from "zod";
import { publicId } from "@/lib/public-id";
import {
  fieldKinds,
  maxChoices,
  maxFieldFilters,
  maxFieldNameUnits,
  maxFields,
  maxFieldTextUnits,
} from "./rules";

const FieldKind = z.enum(fieldKinds);

export const FieldChoice = z.object({ id: z.string(), label: z.string(), isArchived: z.boolean() });

export const CustomerField = z.object({
  id: z.string(),
  name: z.string(),
  kind: FieldKind,
  /** Of a field of choices; those taken out stand last and are offered no more. */
  choices: z.array(FieldChoice),
  isArchived: z.boolean(),
});
export type CustomerField = z.infer<typeof CustomerField>;
export const CustomerFields = z.array(CustomerField);

export const FieldValue = z.object({
  fieldId: z.string(),
  /** A text, `-12.5`, `2026-11-20`, `yes` or `no`, a choice's id. */
  value: z.string(),
});
export type FieldValue = z.infer<typeof FieldValue>;

const Name = z.string().trim().min(1).max(maxFieldNameUnits);
const Choices = z
  .array(z.object({ id: z.string().max(40).optional(), label: Name }))
  .max(maxChoices)
  .default([]);

export const CreateFieldInput = z.object({ name: Name, kind: FieldKind, choices: Choices });
export type CreateFieldInput = z.input<typeof CreateFieldInput>;

/** Its kind stays: what was answered would mean nothing under another. */
export const UpdateFieldInput = z.object({
  fieldId: publicId("customerField"),
  name: Name,
  choices: Choices,
});
export type UpdateFieldInput = z.input<typeof UpdateFieldInput>;

export const ArchiveFieldInput = z.object({
  fieldId: publicId("customerField"),
  /** False asks for it again. */
  isArchived: z.boolean().default(true),
});
export type ArchiveFieldInput = z.input<typeof ArchiveFieldInput>;

/** Every field that is not archived, in the order wanted; what is left out follows in the order it had. */
export const OrderFieldsInput = z.object({
  fieldIds: z.array(publicId("customerField")).min(1).max(maxFields),
});
export type OrderFieldsInput = z.input<typeof OrderFieldsInput>;

/** Customers of whom a field says this: equal, a text that holds it, or from … to of numbers and days. */
export const FieldFilter = z
  .object({
    fieldId: publicId("customerField"),
    is: z.string().trim().min(1).max(maxFieldTextUnits).optional(),
    from: z.string().trim().min(1).max(40).optional(),
    to: z.string().trim().min(1).max(40).optional(),
  })
  .refine(({ is, from, to }) => (is === undefined) !== (from === undefined && to === undefined), {
    message: "Give either what it is, or from and to.",
  });
export type FieldFilter = z.output<typeof FieldFilter>;
export const FieldFilters = z.array(FieldFilter).max(maxFieldFilters);
