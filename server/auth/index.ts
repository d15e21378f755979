export { endOwnSession, handlers, signIn, signOut } from "./config";
export { demoSlug } from "./find-demo-person";
