import { z } from "zod";
import {
  isReservedSlug,
  isTimeZone,
  longestNameCharacters,
  maxIntervalsADay,
  mostMinutesPerAnswer,
  workspaceKinds,
} from "./rules";

export const languages = ["tr", "en", "ru", "ar"] as const;

export const WorkspaceKind = z.enum(workspaceKinds);
export const Language = z.enum(languages);

export const TimeZone = z.string().refine(isTimeZone, "Not a known time zone.");

export const OpenInterval = z
  .object({ from: z.int().min(0).max(1439), to: z.int().min(1).max(1440) })
  .refine(({ from, to }) => from < to, "An interval must end after it starts.");

/** Monday first; several intervals a day, in order and apart from each other; a day without any is closed. */
export const BusinessHours = z
  .array(
    z
      .array(OpenInterval)
      .max(maxIntervalsADay)
      .refine(
        (day) => day.every((interval, index) => index === 0 || interval.from >= (day[index - 1]?.to ?? 0)),
        "Intervals of a day must follow one another without overlapping.",
      ),
  )
  .length(7);

export type BusinessHours = z.infer<typeof BusinessHours>;

export const Slug = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])$/, "3 to 40 small letters, digits and hyphens.");

export const Workspace = z.object({
  id: z.string(),
  kind: WorkspaceKind,
  name: z.string(),
  slug: z.string(),
  timeZone: z.string(),
  defaultLanguage: z.string(),
  languages: z.array(z.string()),
  businessHours: BusinessHours,
  isAgentOn: z.boolean(),
  minutesPerAnswer: z.number().int(),
});
export type Workspace = z.infer<typeof Workspace>;

const Name = z.string().trim().min(1).max(longestNameCharacters);

export const CreateWorkspaceInput = z.object({
  organisationName: Name,
  kind: WorkspaceKind,
  name: Name,
  slug: Slug,
  timeZone: TimeZone,
  defaultLanguage: Language,
  languages: z.array(Language).min(1),
  businessHours: BusinessHours,
});
export type CreateWorkspaceInput = z.input<typeof CreateWorkspaceInput>;

/** What a person says of a new workspace; the rest has values to begin with. */
export const NewWorkspaceInput = z.object({
  kind: WorkspaceKind,
  name: Name,
  /** Left out, one is made from the name. */
  slug: Slug.refine((slug) => !isReservedSlug(slug), "This address is reserved.").optional(),
  language: Language,
  timeZone: TimeZone,
});
export type NewWorkspaceInput = z.input<typeof NewWorkspaceInput>;

/** The first one, with who owns it. */
export const FoundWorkspaceInput = NewWorkspaceInput.extend({
  /** Left out, the organisation is called as its first workspace. */
  organisationName: Name.optional(),
});
export type FoundWorkspaceInput = z.input<typeof FoundWorkspaceInput>;

export const SuggestSlugInput = z.object({
  name: z.string().max(longestNameCharacters),
  kind: WorkspaceKind,
});
export type SuggestSlugInput = z.input<typeof SuggestSlugInput>;

export const NewWorkspace = z.object({ slug: z.string(), name: z.string() });
export type NewWorkspace = z.infer<typeof NewWorkspace>;

/** One of the reader's own workspaces, with what waits there for a person; null where there are too many to count. */
export const OwnWorkspaceItem = z.object({
  slug: z.string(),
  name: z.string(),
  kind: WorkspaceKind,
  organisation: z.string(),
  waiting: z.number().int().nullable(),
});
export type OwnWorkspaceItem = z.infer<typeof OwnWorkspaceItem>;

export const DeleteWorkspaceInput = z.object({
  /** Its name, typed by who deletes it. */
  name: z.string().trim(),
});
export type DeleteWorkspaceInput = z.input<typeof DeleteWorkspaceInput>;

export const DeletedWorkspace = z.object({ slug: z.string(), eraseAt: z.iso.datetime() });
export type DeletedWorkspace = z.infer<typeof DeletedWorkspace>;

export const SuspendWorkspaceInput = z.object({
  /** What its people read, in their own language. */
  reason: z.string().trim().min(3).max(500),
});
export type SuspendWorkspaceInput = z.input<typeof SuspendWorkspaceInput>;

export const SetQuotasInput = z.object({
  /** Of customers' files and what members send. */
  fileQuotaBytes: z.int().min(0),
  /** Null: as many as it likes. */
  memberQuota: z.int().min(1).max(100_000).nullable(),
  botQuota: z.int().min(1).max(100_000).nullable(),
});
export type SetQuotasInput = z.input<typeof SetQuotasInput>;

export const UpdateWorkspaceInput = z
  .object({
    name: Name,
    timeZone: TimeZone,
    defaultLanguage: Language,
    languages: z.array(Language).min(1),
    businessHours: BusinessHours,
    isAgentOn: z.boolean(),
    minutesPerAnswer: z.int().min(0).max(mostMinutesPerAnswer),
  })
  .partial();
export type UpdateWorkspaceInput = z.infer<typeof UpdateWorkspaceInput>;
