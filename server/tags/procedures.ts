import { workspaceProcedure } from "@/server/trpc";
import { createTag } from "./create-tag";
import { deleteTag } from "./delete-tag";
import { listTags } from "./list-tags";
import { CreateTagInput, Tag, TagRef, Tags, UpdateTagInput } from "./schemas";
import { updateTag } from "./update-tag";

export const listTagsProcedure = workspaceProcedure.output(Tags).query(({ ctx }) => listTags({ ctx }));

export const createTagProcedure = workspaceProcedure
  .input(CreateTagInput)
  .output(Tag)
  .mutation(({ ctx, input }) => createTag({ ctx, input }));

export const updateTagProcedure = workspaceProcedure
  .input(UpdateTagInput)
  .output(Tag)
  .mutation(({ ctx, input }) => updateTag({ ctx, input }));

export const deleteTagProcedure = workspaceProcedure
  .meta({ needsNoSpace: true })
  .input(TagRef)
  .output(Tag)
  .mutation(({ ctx, input }) => deleteTag({ ctx, input }));
