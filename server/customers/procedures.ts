import { workspaceProcedure } from "@/server/trpc";
import { findCustomers } from "./find-customers";
import { findDuplicates } from "./find-duplicates";
import { getCustomer } from "./get-customer";
import { listMerges } from "./list-merges";
import { listTimeline } from "./list-timeline";
import { mergeCustomers } from "./merge-customers";
import { previewMerge } from "./preview-merge";
import {
  Customer,
  CustomerFieldValues,
  CustomerMerge,
  CustomerMerges,
  CustomerRef,
  Duplicates,
  FindCustomersInput,
  FoundCustomers,
  ListTimelineInput,
  MergeCustomersInput,
  MergePreview,
  SetCustomerFieldInput,
  Timeline,
  UndoMergeInput,
  UndoneMerge,
  VerifiedIdentity,
  VerifyIdentityInput,
} from "./schemas";
import { setCustomerField } from "./set-customer-field";
import { undoMerge } from "./undo-merge";
import { verifyIdentity } from "./verify-identity";

export const getCustomerProcedure = workspaceProcedure
  .input(CustomerRef)
  .output(Customer)
  .query(({ ctx, input }) => getCustomer({ ctx, input }));

export const findCustomersProcedure = workspaceProcedure
  .input(FindCustomersInput)
  .output(FoundCustomers)
  .query(({ ctx, input }) => findCustomers({ ctx, input }));

export const verifyIdentityProcedure = workspaceProcedure
  .input(VerifyIdentityInput)
  .output(VerifiedIdentity)
  .mutation(({ ctx, input }) => verifyIdentity({ ctx, input }));

export const setCustomerFieldProcedure = workspaceProcedure
  .input(SetCustomerFieldInput)
  .output(CustomerFieldValues)
  .mutation(({ ctx, input }) => setCustomerField({ ctx, input }));

export const findDuplicatesProcedure = workspaceProcedure
  .input(CustomerRef)
  .output(Duplicates)
  .query(({ ctx, input }) => findDuplicates({ ctx, input }));

export const previewMergeProcedure = workspaceProcedure
  .input(MergeCustomersInput)
  .output(MergePreview)
  .query(({ ctx, input }) => previewMerge({ ctx, input }));

export const mergeCustomersProcedure = workspaceProcedure
  .input(MergeCustomersInput)
  .output(CustomerMerge)
  .mutation(({ ctx, input }) => mergeCustomers({ ctx, input }));

export const undoMergeProcedure = workspaceProcedure
  .input(UndoMergeInput)
  .output(UndoneMerge)
  .mutation(({ ctx, input }) => undoMerge({ ctx, input }));

export const listMergesProcedure = workspaceProcedure
  .input(CustomerRef)
  .output(CustomerMerges)
  .query(({ ctx, input }) => listMerges({ ctx, input }));

export const listTimelineProcedure = workspaceProcedure
  .input(ListTimelineInput)
  .output(Timeline)
  .query(({ ctx, input }) => listTimeline({ ctx, input }));
