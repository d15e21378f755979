import { workspaceProcedure } from "@/server/trpc";
import { deleteReply } from "./delete-reply";
import { listReplies } from "./list-replies";
import { saveReply } from "./save-reply";
import { CannedReplies, CannedReply, ReplyRef, SaveReplyInput } from "./schemas";

export const listRepliesProcedure = workspaceProcedure
  .output(CannedReplies)
  .query(({ ctx }) => listReplies({ ctx }));

export const saveReplyProcedure = workspaceProcedure
  .input(SaveReplyInput)
  .output(CannedReply)
  .mutation(({ ctx, input }) => saveReply({ ctx, input }));

export const deleteReplyProcedure = workspaceProcedure
  .meta({ needsNoSpace: true })
  .input(ReplyRef)
  .output(CannedReply)
  .mutation(({ ctx, input }) => deleteReply({ ctx, input }));
