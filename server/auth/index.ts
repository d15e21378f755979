export { endOwnSession, handlers, signOut } from "./config";
export { signInToDemo } from "./sign-in-to-demo";
