export { addNote } from "./add-note";
export { deleteNote } from "./delete-note";
export { editNote } from "./edit-note";
export * from "./errors";
export { listMentions } from "./list-mentions";
export { listNotes } from "./list-notes";
export type { Mentions, Note } from "./schemas";
