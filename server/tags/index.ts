export { createTag } from "./create-tag";
export { deleteTag } from "./delete-tag";
export * from "./errors";
export { getTagOrThrow } from "./internal";
export { listTags } from "./list-tags";
export type { Tag } from "./schemas";
export { updateTag } from "./update-tag";
