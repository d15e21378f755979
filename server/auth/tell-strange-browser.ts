import { eq } from "drizzle-orm";
import { sessions } from "@/db/schema";
import { inPerson, type LaterHandler } from "@/server/kernel";
import { getPersonOrThrow, recordHappening } from "./internal";
import { sendNotice } from "./mails";

/** Tells a person by mail that a session of theirs turned up in another browser and was ended. */
export const tellStrangeBrowser: LaterHandler = async ({ subject }) => {
  const [personId = "", sessionId = ""] = subject.split("/");
  await inPerson(personId, async (tx) => {
    const [session] = await tx.select().from(sessions).where(eq(sessions.id, sessionId));
    const person = await getPersonOrThrow(tx, personId);
    await recordHappening(tx, personId, "session-stolen");
    await sendNotice(tx, { ...person, personId }, "session_stolen", session?.userAgent);
  });
  return undefined;
};
