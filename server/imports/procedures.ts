import { z } from "zod";
import { workspaceProcedure } from "@/server/trpc";
import { cancelImport } from "./cancel-import";
import { checkImport } from "./check-import";
import { discardImport } from "./discard-import";
import { getImport, getNewestImport, listImportRows, listKeptThings } from "./get-import";
import { importText } from "./import-text";
import {
  CheckImportInput,
  Import,
  ImportRef,
  ImportRowPage,
  ImportTextInput,
  KeptThings,
  ListImportRowsInput,
  NewestImportInput,
  StartImportInput,
} from "./schemas";
import { startImport } from "./start-import";
import { undoImport } from "./undo-import";

export const getImportProcedure = workspaceProcedure
  .input(ImportRef)
  .output(Import)
  .query(({ ctx, input }) => getImport({ ctx, input }));

export const getNewestImportProcedure = workspaceProcedure
  .input(NewestImportInput)
  .output(Import.nullable())
  .query(({ ctx, input }) => getNewestImport({ ctx, input }));

export const listImportRowsProcedure = workspaceProcedure
  .input(ListImportRowsInput)
  .output(ImportRowPage)
  .query(({ ctx, input }) => listImportRows({ ctx, input }));

export const listKeptThingsProcedure = workspaceProcedure
  .input(ImportRef)
  .output(KeptThings)
  .query(({ ctx, input }) => listKeptThings({ ctx, input }));

export const checkImportProcedure = workspaceProcedure
  .input(CheckImportInput)
  .output(Import)
  .mutation(({ ctx, input }) => checkImport({ ctx, input }));

export const startImportProcedure = workspaceProcedure
  .input(StartImportInput)
  .output(Import)
  .mutation(({ ctx, input }) => startImport({ ctx, input }));

export const cancelImportProcedure = workspaceProcedure
  .meta({ needsNoSpace: true })
  .input(ImportRef)
  .output(Import)
  .mutation(({ ctx, input }) => cancelImport({ ctx, input }));

export const undoImportProcedure = workspaceProcedure
  .meta({ needsNoSpace: true })
  .input(ImportRef)
  .output(Import)
  .mutation(({ ctx, input }) => undoImport({ ctx, input }));

export const discardImportProcedure = workspaceProcedure
  .meta({ needsNoSpace: true })
  .input(ImportRef)
  .output(z.void())
  .mutation(({ ctx, input }) => discardImport({ ctx, input }));

export const importTextProcedure = workspaceProcedure
  .input(ImportTextInput)
  .output(Import)
  .mutation(({ ctx, input }) => importText({ ctx, input }));
