import type { MailBlock, MailBody } from "./body";

/** The text part: complete by itself, for readers without HTML. */
export function renderText({ title, blocks, sender, unsubscribe }: MailBody): string {
  const parts = [title, ...blocks.map(blockText).filter(Boolean), "--", sender];
  if (unsubscribe) parts.push(`${unsubscribe.hint}\n${unsubscribe.url}`);
  return `${parts.join("\n\n")}\n`;
}

function blockText(block: MailBlock): string {
  switch (block.kind) {
    case "text":
    case "note":
      return block.text;
    case "button":
      return `${block.label}:\n${block.url}`;
    case "facts":
      return block.rows.map(({ label, value }) => `${label}: ${value}`).join("\n");
    case "figures":
      return block.rows
        .map(({ label, value, change }) => `${label}: ${value}${change ? ` (${change})` : ""}`)
        .join("\n");
    case "picture":
      return "";
    case "aside":
      return `${block.title}\n${block.text}`;
  }
}
