import { z } from "zod";
import { workspaceProcedure } from "@/server/trpc";
import { acknowledgeGroup } from "./acknowledge-group";
import { checkGroup } from "./check-group";
import { countTroubledGroups } from "./count-troubled-groups";
import { getGroup } from "./get-group";
import { listGroups } from "./list-groups";
import { Group, GroupDetail, GroupRef } from "./schemas";

export const listGroupsProcedure = workspaceProcedure
  .output(z.array(Group))
  .query(({ ctx }) => listGroups({ ctx }));

export const countTroubledGroupsProcedure = workspaceProcedure
  .output(z.number().int())
  .query(({ ctx }) => countTroubledGroups({ ctx }));

export const getGroupProcedure = workspaceProcedure
  .input(GroupRef)
  .output(GroupDetail)
  .query(({ ctx, input }) => getGroup({ ctx, input }));

export const checkGroupProcedure = workspaceProcedure
  .input(GroupRef)
  .output(GroupDetail)
  .mutation(({ ctx, input }) => checkGroup({ ctx, input }));

export const acknowledgeGroupProcedure = workspaceProcedure
  .input(GroupRef)
  .output(GroupDetail)
  .mutation(({ ctx, input }) => acknowledgeGroup({ ctx, input }));
