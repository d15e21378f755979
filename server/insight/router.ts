import { router } from "@/server/trpc";
import { getFiguresProcedure } from "./procedures";

export const insightRouter = router({
  figures: getFiguresProcedure,
});
