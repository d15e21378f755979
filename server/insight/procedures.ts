import { workspaceProcedure } from "@/server/trpc";
import { getFigures } from "./get-figures";
import { listFigureRows } from "./list-figure-rows";
import { FigureReport, FigureRows, GetFiguresInput, ListFigureRowsInput } from "./schemas";

export const getFiguresProcedure = workspaceProcedure
  .input(GetFiguresInput)
  .output(FigureReport)
  .query(({ ctx, input }) => getFigures({ ctx, input }));

export const listFigureRowsProcedure = workspaceProcedure
  .input(ListFigureRowsInput)
  .output(FigureRows)
  .query(({ ctx, input }) => listFigureRows({ ctx, input }));
