export { LogoNotFound, LogoRefused } from "./errors";
export { getOrganisation } from "./get-organisation";
export { logoUrlOf } from "./internal";
export { logoCore } from "./logo-core";
export type { Organisation } from "./schemas";
export { setLogo } from "./set-logo";
export { updateOrganisation } from "./update-organisation";
