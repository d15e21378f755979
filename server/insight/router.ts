import { router } from "@/server/trpc";
import { getFiguresProcedure, listFigureRowsProcedure } from "./procedures";

export const insightRouter = router({
  figures: getFiguresProcedure,
  rows: listFigureRowsProcedure,
});
