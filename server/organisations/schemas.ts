import { z } from "zod";

export const Color = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^#[0-9a-f]{6}$/, "A colour looks like #0f766e.");

export const Organisation = z.object({
  id: z.string(),
  name: z.string(),
  /** As chosen; what is shown is `brandTones` of it. */
  color: z.string().nullable(),
  /** Public; null where there is no logo. */
  logoUrl: z.string().nullable(),
});
export type Organisation = z.infer<typeof Organisation>;

export const UpdateOrganisationInput = z
  .object({ name: z.string().trim().min(1).max(120), color: Color.nullable() })
  .partial();
export type UpdateOrganisationInput = z.input<typeof UpdateOrganisationInput>;
