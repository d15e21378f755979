import { DomainError } from "@/server/kernel";
import type { FeatureKey } from "./rules";

/** An operator of the platform has switched this part off, here or everywhere. `data.feature` names it. */
export class FeatureOff extends DomainError {
  readonly code = "FEATURE_OFF";
  readonly kind = "forbidden";
  constructor(override readonly data: { feature: FeatureKey }) {
    super("Whoever runs this installation has switched this off. Nothing was changed.", data);
  }
}

/** The part is about no workspace, so that it cannot be switched for one. */
export class FeatureOfPlatform extends DomainError {
  readonly code = "FEATURE_OF_PLATFORM";
  readonly kind = "invalid";
  constructor(feature: FeatureKey) {
    super("This part is switched for the whole platform only.", { feature });
  }
}
