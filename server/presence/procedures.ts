import { workspaceProcedure } from "@/server/trpc";
import { TellPresenceInput, ToldPresence } from "./schemas";
import { tellPresence } from "./tell-presence";

export const tellPresenceProcedure = workspaceProcedure
  .meta({ needsNoSpace: true })
  .input(TellPresenceInput)
  .output(ToldPresence)
  .mutation(({ ctx, input }) => tellPresence({ ctx, input }));
