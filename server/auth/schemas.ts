import { z } from "zod";
import { longestPassword } from "@/lib/passwords/limits";
import { normaliseAddress, ownPath } from "./rules";

/** What the browser sends and is told. A field's fault is a key of `auth.faults`. */
export const Address = z.string().max(254, "address").transform(normaliseAddress).pipe(z.email("address"));

export const GivenPassword = z.string().min(1, "passwordMissing").max(longestPassword, "passwordLong");

export const DisplayName = z.string().trim().min(1, "name").max(80, "nameLong");

const Next = z
  .unknown()
  .optional()
  .transform((given) => ownPath(given));

export const SignUpInput = z.object({
  displayName: DisplayName,
  address: Address,
  password: GivenPassword,
  locale: z.enum(["tr", "en", "ru", "ar"]),
  next: Next,
});

export const SignInInput = z.object({ address: Address, password: GivenPassword });

export const AddressInput = z.object({ address: Address, next: Next });

export const NewPasswordInput = z.object({ password: GivenPassword });

export const ChangePasswordInput = z.object({
  /** Absent where there is none yet. */
  current: z.string().max(longestPassword).optional(),
  password: GivenPassword,
});

/** What a link by mail has come to. */
export type LinkState = "good" | "used" | "expired" | "unknown";
