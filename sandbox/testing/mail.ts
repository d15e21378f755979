import { type LocalMail, startLocalMail } from "../mail/local-mail";
import { type Clock, systemClock } from "../telegram/clock";

/** The local mail by itself, for tests of what sends. */
export const startTestMail = (options: { origin?: string; clock?: Clock } = {}): Promise<LocalMail> =>
  startLocalMail({
    origin: options.origin ?? "http://127.0.0.1:9",
    clock: options.clock ?? systemClock,
    log: () => {},
  });
