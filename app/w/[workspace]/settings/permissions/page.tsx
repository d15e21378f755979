import { PermissionsScreen } from "@/components/members/permissions-screen";

/** Who may do what. */
export default function PermissionsPage() {
  return <PermissionsScreen />;
}
