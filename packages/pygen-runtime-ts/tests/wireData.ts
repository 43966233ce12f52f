// Some things and groups, linked with each other, for tests against the emulator.
import type { ApiClient } from "@cognite/pygen-runtime";

const view = (externalId: string): unknown => ({ type: "view", space: "vectors", externalId, version: "v1" });

const node = (of: string, externalId: string, properties: Readonly<Record<string, unknown>>): unknown => ({
  instanceType: "node",
  space: "shop",
  externalId,
  sources: [{ source: view(of), properties }],
});

const edge = (type: string, start: string, end: string, of?: string, properties: object = {}): unknown => ({
  instanceType: "edge",
  space: "shop",
  externalId: `${start}-${type}-${end}`,
  type: { space: "vectors", externalId: type },
  startNode: { space: "shop", externalId: start },
  endNode: { space: "shop", externalId: end },
  ...of !== undefined && { sources: [{ source: view(of), properties }] },
});

const to = (externalId: string): unknown => ({ space: "shop", externalId });

/**
 * The groups top > tools > saws; the things saw and blade in saws, drill in tools and loose in none. saw is linked to
 * blade (strong) and drill (weak), near blade and placed in top; saw and drill are members of tools.
 */
export async function fill(client: ApiClient): Promise<void> {
  const items = [
    node("Group", "top", { title: "Top" }),
    node("Group", "tools", { title: "Tools", parent: to("top") }),
    node("Group", "saws", { title: "Saws", parent: to("tools") }),
    node("Thing", "saw", {
      name: "Saw",
      float64: 12.5,
      texts: ["new", "sharp"],
      timestamp: "2024-02-29T12:00:00+02:00",
      group: to("saws"),
      groups: [to("tools"), to("top")],
    }),
    node("Thing", "blade", { name: "Blade", float64: 4, group: to("saws") }),
    node("Thing", "drill", { name: "Drill", float64: 80, group: to("tools"), groups: [to("tools")] }),
    node("Thing", "loose", { name: "Loose" }),
    edge("link", "saw", "blade", "Link", { note: "fits", strength: 0.75 }),
    edge("link", "saw", "drill", "Link", { note: "beside", strength: 0.25 }),
    edge("near", "saw", "blade"),
    edge("place", "saw", "top", "Plain", { remark: "shelf" }),
  ];
  await client.post("/models/instances", { items });
}
