"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useLive } from "@/components/live";
import { useTRPC, useWorkspace } from "@/components/trpc";
import { toast } from "@/components/ui/toast";
import type { Member } from "@/server/members/schemas";
import type { MemberRole } from "./roles";
import { useMemberFailure } from "./use-member-failure";

/** The members, and what can be done with them; kept fresh while others change them too. */
export function useMembers() {
  const t = useTranslations("settings.members");
  const common = useTranslations("common");
  const tell = useMemberFailure();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const { member: me } = useWorkspace();
  const listKey = trpc.members.list.queryKey();
  const query = useQuery(trpc.members.list.queryOptions());
  const updateRole = useMutation(trpc.members.updateRole.mutationOptions());
  const removeMember = useMutation(trpc.members.remove.mutationOptions());

  /** The list and, when it was the reader's own row, everything that goes by their role. */
  async function refresh(memberId: string): Promise<void> {
    await queryClient.invalidateQueries({ queryKey: trpc.members.pathKey() });
    if (memberId === me.id) router.refresh();
  }
  useLive(["member/"], ({ id }) => void refresh(id));

  async function changeRole(
    member: Member,
    role: MemberRole,
    options: { isUndo?: boolean } = {},
  ): Promise<void> {
    const { role: before } = member;
    const put = (to: MemberRole) =>
      queryClient.setQueryData(listKey, (list) =>
        list?.map((one) => (one.id === member.id ? { ...one, role: to } : one)),
      );
    put(role);
    try {
      await updateRole.mutateAsync({ memberId: member.id, role });
      const undo = {
        label: common("undo"),
        run: () => void changeRole({ ...member, role }, before, { isUndo: true }),
      };
      const said = t("roleChanged", { name: member.displayName, role: common(`role.${role}`) });
      // Who has given a right away cannot take it back alone.
      toast.done(said, options.isUndo || member.isYou ? {} : { undo });
    } catch (error) {
      put(before);
      tell(error);
    }
    await refresh(member.id);
  }

  /** @throws what the server said, after it was told to the reader */
  async function remove(member: Member): Promise<void> {
    try {
      await removeMember.mutateAsync({ memberId: member.id });
    } catch (error) {
      tell(error);
      await refresh(member.id);
      throw error;
    }
    toast.done(t("removed", { name: member.displayName }));
    await refresh(member.id);
  }

  return { ...query, changeRole, remove };
}
