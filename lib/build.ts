/**
 * What the build knows of itself: constants that the bundler puts in place of these names, in the browser and before
 * every page. The process's own environment is read by `server/kernel/env.ts` alone.
 */

/** True under `npm run dev`, where files change under their names. */
export const isDevelopment = process.env.NODE_ENV === "development";

/** The hash of the sources that were built (scripts/lib/build.ts). */
export const buildName = process.env.SANTRAL_BUILD;
