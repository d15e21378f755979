import { cn } from "./cn";

/** What floats: menus, lists, popovers. It grows from its trigger and fades where motion is unwelcome. */
export const popupClass = cn(
  "origin-(--transform-origin) rounded-lg bg-raised text-ink shadow-float outline-hidden transition-[opacity,scale]",
  "data-ending-style:scale-[0.98] data-ending-style:opacity-0 data-starting-style:scale-[0.98] data-starting-style:opacity-0",
);

/** One line of a menu or list. */
export const itemClass = cn(
  "flex min-h-8 cursor-default select-none items-center gap-2 rounded-md px-2 py-1 text-base outline-hidden max-sm:min-h-11",
  "data-disabled:pointer-events-none data-highlighted:bg-hover data-disabled:opacity-50",
);

/** What dims the page behind a dialog or a sheet. */
export const backdropClass =
  "fixed inset-0 z-40 bg-scrim transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0";
