import { randomBytes } from "node:crypto";
import { SMTPServer, type SMTPServerSession } from "smtp-server";
import type { MailFaults } from "./faults";
import { type Mailbox, parseMail } from "./mailbox";
import type { StoredMail } from "./records";
import { findFormFault } from "./strictness";

/** What real ones commonly take. */
export const maxMailBytes = 10 * 1024 * 1024;
const mostRecipients = 50;
const userName = "santral";

export type SmtpPorts = {
  mailbox: Mailbox;
  faults: MailFaults;
  now(): Date;
  onMail(mail: StoredMail): void;
  log(level: "info" | "warn" | "error", message: string, fields?: Record<string, unknown>): void;
};

export type LocalSmtp = {
  /** With the name and password that it asks for. */
  url: string;
  close(): Promise<void>;
};

/** A refusal as SMTP tells it: the number, the enhanced code of RFC 3463, and a sentence. */
class Refusal extends Error {
  constructor(
    readonly responseCode: number,
    sentence: string,
  ) {
    super(sentence);
  }
}

/**
 * An SMTP server on this machine alone, on a port that is free. It asks for a sign-in, refuses what the real ones
 * refuse, and puts what it takes into the mailbox: nothing ever leaves the machine.
 */
export async function startSmtp(ports: SmtpPorts): Promise<LocalSmtp> {
  const password = randomBytes(12).toString("hex");
  const server = new SMTPServer({
    name: "mail.santral.local",
    banner: "Santral's local mail",
    logger: false,
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    authMethods: ["PLAIN", "LOGIN"],
    size: maxMailBytes,
    rejectOversized: true,
    maxRecipients: mostRecipients,
    hideSMTPUTF8: false,
    hideDSN: false,
    closeTimeout: 500,
    onAuth({ username, password: given }, _session, callback) {
      if (ports.faults.take("535", [])) return callback(new Refusal(535, "5.7.8 Authentication failed"));
      if (username === userName && given === password) return callback(null, { user: userName });
      callback(new Refusal(535, "5.7.8 Authentication failed"));
    },
    onRcptTo({ address }, session, callback) {
      const to = [address];
      if (ports.faults.take("drop", to)) return drop(server, session);
      if (ports.faults.take("421", to)) return callback(new Refusal(421, "4.3.2 Service not available"));
      if (ports.faults.take("451", to)) return callback(new Refusal(451, "4.3.0 Try again later"));
      if (ports.faults.take("452", to)) return callback(new Refusal(452, "4.2.2 The mailbox is full"));
      if (ports.faults.take("550", to))
        return callback(new Refusal(550, `5.1.1 <${address}>: no such mailbox`));
      if (ports.faults.take("552", to))
        return callback(new Refusal(552, "5.2.2 The mailbox is full for good"));
      if (/\.invalid$/i.test(address))
        return callback(new Refusal(550, `5.1.2 <${address}>: no such domain`));
      callback();
    },
    onData(stream, session, callback) {
      const pieces: Buffer[] = [];
      stream.on("data", (piece: Buffer) => pieces.push(piece));
      stream.on("error", (error: Error) => callback(error));
      stream.on("end", () => {
        if (stream.sizeExceeded) return callback(new Refusal(552, "5.3.4 The message is too large"));
        receive(Buffer.concat(pieces), session).then(
          (isAnswered) => isAnswered && callback(null, "2.0.0 Taken"),
          (error: Error) => callback(error),
        );
      });
    },
  });

  /** @returns false where the answer is never given */
  async function receive(raw: Buffer, session: SMTPServerSession): Promise<boolean> {
    const { mailFrom, rcptTo } = session.envelope;
    const envelope = {
      from: mailFrom ? mailFrom.address : "",
      to: rcptTo.map(({ address }) => address),
    };
    const fault = await findFormFault(raw, envelope);
    if (fault) throw new Refusal(fault.code, fault.sentence);
    if (ports.faults.take("554", envelope.to)) throw new Refusal(554, "5.7.1 Refused as unwanted");
    const slow = ports.faults.take("slow", envelope.to);
    if (slow) await new Promise((resolve) => setTimeout(resolve, slow.delayMs ?? 3_000));
    ports.onMail(ports.mailbox.add(raw, await parseMail(raw), envelope, ports.now()));
    if (!ports.faults.take("drop_after", envelope.to)) return true;
    drop(server, session);
    return false;
  }

  // A client that goes away in the midst is no failure of ours.
  server.on("error", (error) => ports.log("warn", "A connection to the local mail broke.", { error }));
  await new Promise<void>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.server.address();
  if (address === null || typeof address === "string") throw new Error("The local mail has no port.");
  return {
    url: `smtp://${userName}:${password}@127.0.0.1:${address.port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** As if a cable were pulled. */
function drop(server: SMTPServer, session: SMTPServerSession): void {
  for (const connection of server.connections) {
    if (connection.session.id === session.id) connection._socket.destroy();
  }
}
