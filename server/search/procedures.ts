import { workspaceProcedure } from "@/server/trpc";
import { FoundMessages, SearchMessagesInput } from "./schemas";
import { searchMessages } from "./search-messages";

export const searchMessagesProcedure = workspaceProcedure
  .input(SearchMessagesInput)
  .output(FoundMessages)
  .query(({ ctx, input }) => searchMessages({ ctx, input }));
