import { workspaceProcedure } from "@/server/trpc";
import { getActivation } from "./get-activation";
import { getCustomerReport } from "./get-customer-report";
import { getFigures } from "./get-figures";
import { listFigureRows } from "./list-figure-rows";
import {
  ActivationReport,
  CustomerReport,
  FigureReport,
  FigureRows,
  GetFiguresInput,
  ListFigureRowsInput,
} from "./schemas";

export const getFiguresProcedure = workspaceProcedure
  .input(GetFiguresInput)
  .output(FigureReport)
  .query(({ ctx, input }) => getFigures({ ctx, input }));

export const getCustomerReportProcedure = workspaceProcedure
  .input(GetFiguresInput)
  .output(CustomerReport)
  .query(({ ctx, input }) => getCustomerReport({ ctx, input }));

export const getActivationProcedure = workspaceProcedure
  .output(ActivationReport)
  .query(({ ctx }) => getActivation({ ctx }));

export const listFigureRowsProcedure = workspaceProcedure
  .input(ListFigureRowsInput)
  .output(FigureRows)
  .query(({ ctx, input }) => listFigureRows({ ctx, input }));
