export { addNote } from "./add-note";
export { deleteNote } from "./delete-note";
export { editNote } from "./edit-note";
export * from "./errors";
export { listNotes } from "./list-notes";
export type { Note } from "./schemas";
