export { tellPresence } from "./tell-presence";
