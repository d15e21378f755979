/** What a mail says, before it is HTML or text: both are made from this one description. */
export type MailBlock =
  | { kind: "text"; text: string }
  | { kind: "button"; label: string; url: string; copyLink: string }
  | { kind: "facts"; rows: { label: string; value: string }[] }
  | {
      kind: "figures";
      head: { label: string; value: string; change: string };
      rows: { label: string; value: string; change: string }[];
    }
  | { kind: "picture"; contentId: string; alt: string; width: number; height: number }
  | { kind: "aside"; title: string; text: string }
  | { kind: "note"; text: string };

export type MailBody = {
  subject: string;
  /** What a list of mails shows beside the subject. */
  preview: string;
  title: string;
  blocks: MailBlock[];
  /** Who sent it, and for whom. */
  sender: string;
  unsubscribe?: { label: string; hint: string; url: string };
};
