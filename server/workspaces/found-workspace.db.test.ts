import { describe, expect, test } from "vitest";
import { auditLog, outbox, people, workspaces } from "@/db/schema";
import {
  inPerson,
  inWorkspace,
  listOwnWorkspaces,
  newId,
  PermissionDenied,
  StorageFull,
  WorkspaceNotFound,
} from "@/server/kernel";
import { fillDisk, makeWorkspace, useTestRuntime } from "@/server/testing";
import { addWorkspace, foundWorkspace, SlugTaken, suggestSlug } from ".";
import { workspaceKinds } from "./rules";

const state = useTestRuntime();

async function makePerson(displayName = "Ada Yılmaz") {
  const personId = newId();
  const createdAt = state.clock.now();
  await inPerson(personId, (tx) =>
    tx.insert(people).values({ id: personId, displayName, locale: "tr", createdAt }),
  );
  return personId;
}

const wanted = (name: string, more: { slug?: string } = {}) =>
  ({ kind: "shop", name, language: "tr", timeZone: "Europe/Istanbul", ...more }) as const;

describe("foundWorkspace", () => {
  test("waits while the disk is full", async () => {
    const personId = await makePerson();
    const free = await fillDisk(state.runtime);
    try {
      await expect(foundWorkspace({ personId, input: wanted("Dolu Disk") })).rejects.toThrow(StorageFull);
      expect(await listOwnWorkspaces(personId)).toEqual([]);
    } finally {
      await free();
    }
    await expect(foundWorkspace({ personId, input: wanted("Dolu Disk") })).resolves.toBeDefined();
  });

  test.each(workspaceKinds)("a %s: its founder owns it, its agent is off", async (kind) => {
    const personId = await makePerson();
    const made = await foundWorkspace({ personId, input: { ...wanted(`Şen ${kind} Işık`), kind } });
    expect(made.slug).toBe(`sen-${kind}-isik`);
    const [own] = await listOwnWorkspaces(personId);
    expect(own).toMatchObject({
      ...made,
      kind,
      isAgentOn: false,
      defaultLanguage: "tr",
      member: { role: "owner", displayName: "Ada Yılmaz" },
      organisation: { name: made.name },
      eraseAt: null,
    });
    await inWorkspace({ workspace: own! }, async (tx) => {
      expect(await tx.select().from(auditLog)).toMatchObject([{ action: "workspace.create" }]);
      expect(await tx.select({ name: outbox.name }).from(outbox)).toEqual([{ name: "workspace/created" }]);
      expect(await tx.$count(workspaces)).toBe(1);
    });
  });

  test.each([
    ["Клиника Заря", "klinika-zarya"],
    ["عيادة النور", /^[a-z0-9-]{3,40}$/],
    ["日本", /^[a-z0-9-]{3,40}$/],
    ["!!", /^[a-z0-9-]{3,40}$/],
  ])("“%s” has an address too", async (name, slug) => {
    const { slug: given } = await foundWorkspace({ personId: await makePerson(), input: wanted(name) });
    expect(given).toMatch(slug);
  });

  test("eight people found one of the same name at once: each has an address of their own", async () => {
    const founders = await Promise.all(Array.from({ length: 8 }, () => makePerson()));
    const made = await Promise.allSettled(
      founders.map((personId) => foundWorkspace({ personId, input: wanted("Moda Evi") })),
    );
    const slugs = made.map((one) => (one.status === "fulfilled" ? one.value.slug : String(one.reason)));
    expect(new Set(slugs).size).toBe(8);
    expect(
      slugs.every((slug) => /^moda-evi(-\w+)?$/.test(slug)),
      slugs.join(),
    ).toBe(true);
  });

  test("two ask for one address at once: one has it, the other is told a free one, and nothing is half made", async () => {
    const founders = [await makePerson(), await makePerson()];
    const made = await Promise.allSettled(
      founders.map((personId) =>
        foundWorkspace({ personId, input: wanted("Kafe Ada", { slug: "kafe-ada" }) }),
      ),
    );
    expect(made.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const loser = made.findIndex(({ status }) => status === "rejected");
    const { reason } = made[loser] as PromiseRejectedResult;
    expect(reason).toBeInstanceOf(SlugTaken);
    expect(reason.data).toEqual({ slug: "kafe-ada", suggestion: "kafe-ada-2" });
    expect(await listOwnWorkspaces(founders[loser]!)).toEqual([]);
  });

  test("the demo's address is nobody's, and an unknown person founds nothing", async () => {
    const personId = await makePerson();
    await expect(foundWorkspace({ personId, input: wanted("Demo", { slug: "demo" }) })).rejects.toThrow(
      "reserved",
    );
    expect((await foundWorkspace({ personId, input: wanted("Demo") })).slug).toBe("shop-demo");
    await expect(foundWorkspace({ personId: newId(), input: wanted("Hiç") })).rejects.toThrow(
      WorkspaceNotFound,
    );
  });

  test("what is free is suggested", async () => {
    const input = { name: "Tek Dükkân", kind: "shop" } as const;
    expect(await suggestSlug({ input })).toBe("tek-dukkan");
    await foundWorkspace({ personId: await makePerson(), input: wanted("Tek Dükkân") });
    expect(await suggestSlug({ input })).toBe("tek-dukkan-2");
  });
});

describe("addWorkspace", () => {
  test("another one of the same organisation; who opens it owns it alone", async () => {
    const made = await makeWorkspace(state.runtime);
    const { slug } = await addWorkspace({ ctx: made.member("owner"), input: wanted("İkinci Şube") });
    const owner = made.team.find(({ role }) => role === "owner")!;
    const own = await listOwnWorkspaces(owner.personId);
    expect(own.map((one) => one.slug)).toEqual([made.workspace.slug, slug]);
    expect(new Set(own.map(({ organisation }) => organisation.id)).size).toBe(1);
    const admin = made.team.find(({ role }) => role === "admin")!;
    expect((await listOwnWorkspaces(admin.personId)).map((one) => one.slug)).toEqual([made.workspace.slug]);
  });

  test("an admin may not", async () => {
    const made = await makeWorkspace(state.runtime);
    await expect(addWorkspace({ ctx: made.member("admin"), input: wanted("Üçüncü") })).rejects.toThrow(
      PermissionDenied,
    );
  });
});
