import { randomBytes } from "node:crypto";
import type { Clock } from "../telegram/clock";
import { MailFaults } from "./faults";
import { Mailbox } from "./mailbox";
import type { MailFault, StoredMail } from "./records";
import { bounceReport, complaintReport, signReport } from "./reports";
import { startSmtp } from "./smtp";

export type LocalMailPorts = {
  /** Where the product is served, without a trailing slash. */
  origin: string;
  clock: Clock;
  log(level: "info" | "warn" | "error", message: string, fields?: Record<string, unknown>): void;
};

/** The stand-in for mail: an SMTP server that takes everything, a mailbox that shows it, and reports of what bounced. */
export type LocalMail = {
  smtpUrl: string;
  /** What its reports to the product are signed with. */
  eventsSecret: string;
  mailbox: Mailbox;
  faults: MailFaults;
  plantFault(fault: Omit<MailFault, "id">): MailFault;
  /** Tells the product that a mail came back, or was called unwanted. Gives the product's answer. */
  report(kind: "bounce" | "complaint", mailId: string): Promise<{ status: number }>;
  /** Called for each mail that is taken. */
  onMail(listener: (mail: StoredMail) => void): void;
  stop(): Promise<void>;
};

export async function startLocalMail({ origin, clock, log }: LocalMailPorts): Promise<LocalMail> {
  const mailbox = new Mailbox();
  const faults = new MailFaults();
  const listeners: ((mail: StoredMail) => void)[] = [];
  const eventsSecret = randomBytes(24).toString("hex");
  const now = () => new Date(clock.now());
  const smtp = await startSmtp({
    mailbox,
    faults,
    log,
    now,
    onMail: (mail) => {
      for (const listener of listeners) listener(mail);
    },
  });
  return {
    smtpUrl: smtp.url,
    eventsSecret,
    mailbox,
    faults,
    plantFault: (fault) => faults.plant(fault),
    async report(kind, mailId) {
      const mail = mailbox.get(mailId);
      if (!mail) return { status: 404 };
      const body = kind === "bounce" ? bounceReport(mail, now()) : complaintReport(mail, now());
      const response = await fetch(`${origin}/api/mail/events`, {
        method: "POST",
        headers: {
          "content-type": "message/rfc822",
          "x-santral-signature": signReport(body, eventsSecret, now()),
        },
        body,
      });
      await response.arrayBuffer();
      return { status: response.status };
    },
    onMail: (listener) => void listeners.push(listener),
    stop: () => smtp.close(),
  };
}
