import type { Case } from "./case";
import { failureCases } from "./failures";
import { flowCases } from "./flow-control";
import { stepCases } from "./steps";
import { waitCases } from "./waits";

/** What a workflow can do, played the same over each driver. */
export const cases: readonly Case[] = [...stepCases, ...failureCases, ...waitCases, ...flowCases];
