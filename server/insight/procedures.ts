import { workspaceProcedure } from "@/server/trpc";
import { getFigures } from "./get-figures";
import { FigureReport, GetFiguresInput } from "./schemas";

export const getFiguresProcedure = workspaceProcedure
  .input(GetFiguresInput)
  .output(FigureReport)
  .query(({ ctx, input }) => getFigures({ ctx, input }));
