import { MembersScreen } from "@/components/members/members-screen";

/** Who works here. */
export default function MembersPage() {
  return <MembersScreen />;
}
