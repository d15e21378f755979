import { workspaceProcedure } from "@/server/trpc";
import { deleteInboxView } from "./delete-inbox-view";
import { listInboxViews } from "./list-inbox-views";
import { saveInboxView } from "./save-inbox-view";
import { InboxView, InboxViewRef, InboxViews, SaveInboxViewInput } from "./schemas";

export const listInboxViewsProcedure = workspaceProcedure
  .output(InboxViews)
  .query(({ ctx }) => listInboxViews({ ctx }));

export const saveInboxViewProcedure = workspaceProcedure
  .input(SaveInboxViewInput)
  .output(InboxView)
  .mutation(({ ctx, input }) => saveInboxView({ ctx, input }));

export const deleteInboxViewProcedure = workspaceProcedure
  .meta({ needsNoSpace: true })
  .input(InboxViewRef)
  .output(InboxView)
  .mutation(({ ctx, input }) => deleteInboxView({ ctx, input }));
