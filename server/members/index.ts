export { addMember } from "./add-member";
export { LastOwner, MemberNotFound, OwnerOnly } from "./errors";
export { listMembers } from "./list-members";
export { listPermissions } from "./list-permissions";
export { removeMember } from "./remove-member";
export { Member, memberRoles } from "./schemas";
export { updateMemberRole } from "./update-member-role";
