"use client";

import { late } from "./late";

/** Whatever floats over a page, with the library under it: a third of a page's script, and of no use before a press. */
export const floating = late(() => import("./floating/parts"));
