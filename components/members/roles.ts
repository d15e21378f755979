import type { memberRoles } from "@/server/members/rules";

export type MemberRole = (typeof memberRoles)[number];
