import { workspaceProcedure } from "@/server/trpc";
import { archiveField } from "./archive-field";
import { createField } from "./create-field";
import { listFields } from "./list-fields";
import { orderFields } from "./order-fields";
import {
  ArchiveFieldInput,
  CreateFieldInput,
  CustomerField,
  CustomerFields,
  OrderFieldsInput,
  UpdateFieldInput,
} from "./schemas";
import { updateField } from "./update-field";

export const listFieldsProcedure = workspaceProcedure
  .output(CustomerFields)
  .query(({ ctx }) => listFields({ ctx }));

export const createFieldProcedure = workspaceProcedure
  .input(CreateFieldInput)
  .output(CustomerField)
  .mutation(({ ctx, input }) => createField({ ctx, input }));

export const updateFieldProcedure = workspaceProcedure
  .input(UpdateFieldInput)
  .output(CustomerField)
  .mutation(({ ctx, input }) => updateField({ ctx, input }));

export const archiveFieldProcedure = workspaceProcedure
  .input(ArchiveFieldInput)
  .output(CustomerField)
  .mutation(({ ctx, input }) => archiveField({ ctx, input }));

export const orderFieldsProcedure = workspaceProcedure
  .input(OrderFieldsInput)
  .output(CustomerFields)
  .mutation(({ ctx, input }) => orderFields({ ctx, input }));
