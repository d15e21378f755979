export { endOwnSession, handlers, signOut } from "./config";
export { demoSlug } from "./find-demo-person";
export { signInToDemo } from "./sign-in-to-demo";
