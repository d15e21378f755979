import { z } from "zod";
import { publicId } from "@/lib/public-id";
import { featureKeys } from "./rules";

export const FeatureState = z.object({
  feature: z.enum(featureKeys),
  scope: z.enum(["workspace", "platform"]),
  isOnByDefault: z.boolean(),
  /** What an operator has said for the whole platform; null: nothing. */
  platform: z.boolean().nullable(),
  /** Workspaces for which something of their own was said. */
  workspaces: z.array(z.object({ workspaceId: z.string(), isOn: z.boolean() })),
});
export type FeatureState = z.infer<typeof FeatureState>;

export const SetFeatureInput = z.object({
  feature: z.enum(featureKeys),
  /** Null: the whole platform. */
  workspaceId: publicId("workspace").nullable(),
  /** Null: as it is said one step above, by the platform or the code. */
  isOn: z.boolean().nullable(),
});
export type SetFeatureInput = z.input<typeof SetFeatureInput>;
