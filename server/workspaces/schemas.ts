import { z } from "zod";
import { isTimeZone, longestNameCharacters, maxIntervalsADay, mostMinutesPerAnswer } from "./rules";

export const workspaceKinds = ["creator", "shop", "clinic", "desk"] as const;
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

export const CreateWorkspaceInput = z.object({
  organisationName: z.string().trim().min(1).max(longestNameCharacters),
  kind: WorkspaceKind,
  name: z.string().trim().min(1).max(longestNameCharacters),
  slug: Slug,
  timeZone: TimeZone,
  defaultLanguage: Language,
  languages: z.array(Language).min(1),
  businessHours: BusinessHours,
});
export type CreateWorkspaceInput = z.infer<typeof CreateWorkspaceInput>;

export const UpdateWorkspaceInput = z
  .object({
    name: z.string().trim().min(1).max(longestNameCharacters),
    timeZone: TimeZone,
    defaultLanguage: Language,
    languages: z.array(Language).min(1),
    businessHours: BusinessHours,
    isAgentOn: z.boolean(),
    minutesPerAnswer: z.int().min(0).max(mostMinutesPerAnswer),
  })
  .partial();
export type UpdateWorkspaceInput = z.infer<typeof UpdateWorkspaceInput>;
