/** The profile in figures and names; the browser loads this without the checks. */

/** Languages with texts of their own; `default` is shown to every other reader. */
export const profileLanguages = ["default", "tr", "en", "ru", "ar"] as const;
export type ProfileLanguage = (typeof profileLanguages)[number];

/** What a bot says of itself. */
export const profileFields = ["name", "description", "short_description", "commands", "photo"] as const;
export type ProfileField = (typeof profileFields)[number];

/** The platform's limits, in characters. */
export const profileLimits = { name: 64, description: 512, short_description: 120, commands: 100 } as const;
/** A square JPEG of 640 pixels is far below. */
export const maxPhotoBytes = 400_000;
