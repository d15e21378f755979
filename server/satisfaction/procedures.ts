import { workspaceProcedure } from "@/server/trpc";
import { listRatings } from "./list-ratings";
import { getSatisfaction, setSatisfaction } from "./satisfaction-settings";
import { ListRatingsInput, Ratings, Satisfaction, SetSatisfactionInput } from "./schemas";

export const getSatisfactionProcedure = workspaceProcedure
  .output(Satisfaction)
  .query(({ ctx }) => getSatisfaction({ ctx }));

export const setSatisfactionProcedure = workspaceProcedure
  .input(SetSatisfactionInput)
  .output(Satisfaction)
  .mutation(({ ctx, input }) => setSatisfaction({ ctx, input }));

export const listRatingsProcedure = workspaceProcedure
  .input(ListRatingsInput)
  .output(Ratings)
  .query(({ ctx, input }) => listRatings({ ctx, input }));
