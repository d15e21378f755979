import { cn } from "./cn";
import { Mark } from "./mark";

const sizes = {
  20: "size-5 text-[0.625rem]",
  24: "size-6 text-xs",
  32: "size-8 text-sm",
  40: "size-10 text-base",
} as const;

/** A person by their initials or picture; the agent, which is no person, by the mark on a square. */
export function Avatar(props: {
  name: string;
  src?: string;
  size?: keyof typeof sizes;
  kind?: "person" | "agent";
  className?: string;
}) {
  const size = props.size ?? 32;
  const look = cn(
    "inline-flex shrink-0 select-none items-center justify-center overflow-hidden font-medium",
    sizes[size],
    props.className,
  );
  if (props.kind === "agent") {
    return (
      <span aria-hidden className={cn(look, "rounded-md bg-accent-soft text-accent-text")}>
        <Mark size={Math.round(size * 0.65)} />
      </span>
    );
  }
  return (
    <span aria-hidden className={cn(look, "rounded-full border border-line bg-hover text-ink-muted")}>
      {props.src ? (
        // biome-ignore lint/performance/noImgElement: a small picture from an authorised route, not one to optimise.
        <img src={props.src} alt="" className="size-full object-cover" />
      ) : (
        initialsOf(props.name)
      )}
    </span>
  );
}

/** The first letters of the first and last word; one sign for a name without letters. */
function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const picked = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  const letters = picked.map((word) => [...(word ?? "")].find((sign) => /\p{L}|\p{N}/u.test(sign)) ?? "");
  return letters.join("").toLocaleUpperCase("tr") || "?";
}
