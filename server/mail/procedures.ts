import { z } from "zod";
import { workspaceProcedure } from "@/server/trpc";
import { liftSuppression } from "./lift-suppression";
import { listHeldBack } from "./list-held-back";
import { listMails } from "./list-mails";
import { HeldBackAddress, LiftSuppressionInput, ListMailsInput, MailPage } from "./schemas";

export const listMailsProcedure = workspaceProcedure
  .input(ListMailsInput.optional())
  .output(MailPage)
  .query(({ ctx, input }) => listMails({ ctx, input }));

export const listHeldBackProcedure = workspaceProcedure
  .output(z.array(HeldBackAddress))
  .query(({ ctx }) => listHeldBack({ ctx }));

export const liftSuppressionProcedure = workspaceProcedure
  .input(LiftSuppressionInput)
  .output(z.object({ address: z.string() }))
  .mutation(({ ctx, input }) => liftSuppression({ ctx, input }));
