import { z } from "zod";
import { publicId } from "@/lib/public-id";
import { FieldFilters, FieldValue } from "@/server/fields/schemas";

const Instant = z.iso.datetime();

export const IdentityKind = z.enum(["telegram", "phone", "email"]);
export type IdentityKind = z.infer<typeof IdentityKind>;

/** How we know that an identity is the customer's. */
export const VerificationMethod = z.enum(["platform", "contact_button", "member"]);
export type VerificationMethod = z.infer<typeof VerificationMethod>;

export const Identity = z.object({
  id: z.string(),
  kind: IdentityKind,
  /** A Telegram id, a phone in E.164, an e-mail in lower case. */
  value: z.string(),
  verifiedAt: Instant.nullable(),
  verifiedBy: VerificationMethod.nullable(),
});
export type Identity = z.infer<typeof Identity>;

export const ShopOrderStatus = z.enum([
  "preparing",
  "shipped",
  "out_for_delivery",
  "delivered",
  "cancelled",
  "returned",
]);
export type ShopOrderStatus = z.infer<typeof ShopOrderStatus>;

/** A shop order as the panel beside a conversation shows it. */
export const CustomerShopOrder = z.object({
  id: z.string(),
  number: z.string(),
  status: ShopOrderStatus,
  orderedAt: Instant,
  packages: z.array(
    z.object({
      carrier: z.string().nullable(),
      tracking: z.string().nullable(),
      status: ShopOrderStatus,
      /** A calendar day, `2026-11-20`. */
      estimatedDelivery: z.string().nullable(),
      deliveredAt: Instant.nullable(),
    }),
  ),
  lines: z.array(
    z.object({
      item: z.string(),
      quantity: z.number().int(),
      /** Minor units as a decimal string. */
      priceMinor: z.string(),
      currency: z.string(),
    }),
  ),
});
export type CustomerShopOrder = z.infer<typeof CustomerShopOrder>;

export const CustomerRef = z.object({ customerId: publicId("customer") });
export type CustomerRef = z.input<typeof CustomerRef>;

/** At most this many shop orders stand in the panel, newest first. */
export const shopOrderLimit = 20;

export const Customer = z.object({
  id: z.string(),
  name: z.string(),
  languageHint: z.string().nullable(),
  optedOutAt: Instant.nullable(),
  createdAt: Instant,
  identities: z.array(Identity),
  /** What is known of them, by field; archived ones too. */
  fields: z.array(FieldValue),
  /** Of the verified phones and e-mails, and those the customer has proved. */
  shopOrders: z.array(CustomerShopOrder),
});
export type Customer = z.infer<typeof Customer>;

export const FindCustomersInput = z.object({
  /** Without it, those who came last. */
  q: z.string().trim().min(2).max(120).optional(),
  /** Only those of whom the fields say this, all of it. */
  fields: FieldFilters.default([]),
  limit: z.number().int().min(1).max(50).default(20),
});
export type FindCustomersInput = z.input<typeof FindCustomersInput>;

export const ExportCustomersInput = FindCustomersInput.omit({ limit: true });
export type ExportCustomersInput = z.input<typeof ExportCustomersInput>;

export const SetCustomerFieldInput = z.object({
  customerId: publicId("customer"),
  fieldId: publicId("customerField"),
  /** As it was typed; null or nothing forgets it. */
  value: z.string().max(2_000).nullable(),
});
export type SetCustomerFieldInput = z.input<typeof SetCustomerFieldInput>;
export const CustomerFieldValues = z.array(FieldValue);
export type CustomerFieldValues = z.infer<typeof CustomerFieldValues>;

export const FoundCustomer = z.object({ id: z.string(), name: z.string(), createdAt: Instant });
export const FoundCustomers = z.array(FoundCustomer);
export type FoundCustomer = z.infer<typeof FoundCustomer>;

export const VerifyIdentityInput = z.object({
  customerId: publicId("customer"),
  kind: z.enum(["phone", "email"]),
  /** As the customer gave it; normalised here. */
  value: z.string().trim().min(3).max(254),
});
export type VerifyIdentityInput = z.input<typeof VerifyIdentityInput>;

export const VerifiedIdentity = Identity.extend({
  /** The customer who held it before and holds it no more, or null. */
  takenFromCustomerId: z.string().nullable(),
});
export type VerifiedIdentity = z.infer<typeof VerifiedIdentity>;

/** Which of two records of one person stays, and which goes into it. */
export const MergeCustomersInput = z.object({ keptId: publicId("customer"), mergedId: publicId("customer") });
export type MergeCustomersInput = z.input<typeof MergeCustomersInput>;

const Count = z.number().int();

/** What belongs to one record. */
export const CustomerBelongings = z.object({
  identities: Count,
  conversations: Count,
  notes: Count,
  tasks: Count,
  /** That they have proved. */
  orders: Count,
});
export type CustomerBelongings = z.infer<typeof CustomerBelongings>;

const MergeSide = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: Instant,
  isOptedOut: z.boolean(),
  identities: z.array(Identity),
  has: CustomerBelongings,
});

/** What would become of two records. */
export const MergePreview = z.object({
  kept: MergeSide,
  merged: MergeSide,
  fields: z.array(
    z.object({
      fieldId: z.string(),
      kept: z.string().nullable(),
      merged: z.string().nullable(),
      wins: z.enum(["kept", "merged"]),
    }),
  ),
});
export type MergePreview = z.infer<typeof MergePreview>;

export const CustomerMerge = z.object({
  id: z.string(),
  keptId: z.string(),
  /** Who went into the other. */
  merged: z.object({ id: z.string(), name: z.string() }),
  by: z.string().nullable(),
  at: Instant,
  /** Until when it can be undone; null when it cannot. */
  undoableUntil: Instant.nullable(),
});
export type CustomerMerge = z.infer<typeof CustomerMerge>;
export const CustomerMerges = z.array(CustomerMerge);

export const UndoMergeInput = z.object({ mergeId: publicId("customerMerge") });
export type UndoMergeInput = z.input<typeof UndoMergeInput>;

/** Who is whole again, and where that went which has come since the merge. */
export const UndoneMerge = z.object({
  keptId: z.string(),
  restoredId: z.string(),
  /** Of the chats that went back: begun since the merge. */
  conversationsSince: Count,
  /** Identities and proofs that somebody else has by now. */
  notRestored: Count,
});
export type UndoneMerge = z.infer<typeof UndoneMerge>;

/** Why two records may be one person. */
export const DuplicateReason = z.enum(["order", "phone", "name"]);
export const Duplicates = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    createdAt: Instant,
    reasons: z.array(DuplicateReason),
  }),
);
export type Duplicates = z.infer<typeof Duplicates>;

export const ListTimelineInput = z.object({
  customerId: publicId("customer"),
  cursor: z.string().max(120).optional(),
  limit: z.number().int().min(1).max(50).default(25),
});
export type ListTimelineInput = z.input<typeof ListTimelineInput>;

export const TimelineKind = z.enum([
  "came",
  "conversation",
  "handedOff",
  "assigned",
  "unassigned",
  "takenOver",
  "released",
  "closed",
  "reopened",
  "tagged",
  "untagged",
  "spam",
  "noSpam",
  "note",
  "task",
  "taskDone",
  "orderProved",
  "imported",
  "merged",
  "mergeUndone",
  "blocked",
  "unblocked",
  "verified",
  "lostIdentity",
  "fieldSet",
]);
export type TimelineKind = z.infer<typeof TimelineKind>;

export const TimelineEntry = z.object({
  id: z.string(),
  kind: TimelineKind,
  at: Instant,
  conversationId: z.string().nullable(),
  by: z.object({
    kind: z.enum(["member", "customer", "agent", "system"]),
    /** Of a member. */
    name: z.string().nullable(),
  }),
  /** What it is about: a name, a tag, the words of a note; by kind. */
  about: z.string().nullable(),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

export const Timeline = z.object({ items: z.array(TimelineEntry), nextCursor: z.string().nullable() });
export type Timeline = z.infer<typeof Timeline>;
