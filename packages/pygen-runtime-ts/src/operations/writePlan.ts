import { PygenValidationError } from "../errors.ts";
import type { NodeId } from "../ids.ts";
import { edgeExternalId, type Ends } from "../instances/edgeId.ts";
import { jsonOf } from "../instances/exactJson.ts";
import { nodeId } from "../instances/refs.ts";
import { InstanceWrite } from "../instances/write.ts";
import { type EdgeRelation, sourceOf, type ViewRef } from "../views/view.ts";
import { dumpedKey, type Key, keyOfInstance } from "./key.ts";

/** One instance that is to be written. */
export interface Write {
  readonly key: Key;
  /** What is written; undefined for an edge of which only the node at the other end was given. */
  readonly instance: InstanceWrite | undefined;
  /** The view that is written; undefined for what has no properties. */
  readonly view: ViewRef | undefined;
  readonly existingVersion: number | undefined;
  /** The type and the ends of an edge; the type of a node. */
  readonly metadata: Partial<Ends>;
  /** The properties under their names in the service. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** The nodes to which its direct relations lead, types included. The service makes those that are missing. */
  readonly targets: readonly Key[];
}

/** An instance in the form of the service. */
export function itemOf(
  write: Write,
  existingVersion: number | undefined = write.existingVersion,
  properties: unknown = write.properties,
): unknown {
  const { key, view, metadata } = write;
  return {
    ...dumpedKey(key),
    existingVersion,
    ...metadata,
    ...view !== undefined && { sources: [{ source: sourceOf(view), properties }] },
  };
}

/** The ends of an edge, which must exist. */
export function endsOf(write: Write): Key[] {
  const { startNode, endNode } = write.metadata;
  return [startNode, endNode].flatMap((node) => node === undefined ? [] : [keyOfInstance("node", node)]);
}

/** Every instance once: the objects that were given, what is nested in them, and the edges of their connections. */
export class WritePlan {
  readonly writes: Map<Key, Write> = new Map();
  readonly #defaultSpace: string | undefined;
  // Not recursive: nesting may be deeper than the stack, and go round in circles.
  readonly #waiting: InstanceWrite[] = [];

  /**
   * @throws {PygenValidationError} if two objects with one id differ, an object has no space, or an edge lacks an end
   */
  constructor(items: readonly InstanceWrite[], defaultSpace: string | undefined) {
    this.#defaultSpace = defaultSpace;
    if (!items.every((one) => one instanceof InstanceWrite)) {
      throw new PygenValidationError("upsert takes what write(...) and change(...) give");
    }
    this.#follow(items);
    for (let one = this.#waiting.pop(); one !== undefined; one = this.#waiting.pop()) {
      if (one.view.usedFor === "edge") {
        this.#addEdge(one, this.#endsOf(one));
      } else {
        this.#addNode(one);
      }
    }
  }

  #addNode(node: InstanceWrite): void {
    const id = this.#idOf(node);
    const key = keyOfInstance("node", id);
    if (this.writes.get(key)?.instance === node) {
      return;
    }
    const nested: unknown[] = [];
    const { nodeType } = node.metadata;
    const type = nodeType === undefined ? undefined : this.#target(nodeType, nested);
    const [properties, targets] = this.#properties(node, nested);
    this.#add({
      key,
      instance: node,
      view: node.view.id,
      existingVersion: node.existingVersion,
      metadata: type === undefined ? {} : { type },
      properties,
      targets: type === undefined ? targets : [...targets, keyOfInstance("node", type)],
    });
    for (const [relation, given] of node.connections) {
      nested.push(this.#addNestedEdge(id, relation, given));
    }
    this.#follow(nested);
  }

  #addEdge(edge: InstanceWrite, ends: Ends): void {
    const { edgeType, startNode, endNode } = edge.metadata;
    const nested: unknown[] = [];
    const [properties, targets] = this.#properties(edge, nested);
    const space = edge.space ?? ends.startNode.space;
    const externalId = edge.externalId ?? edgeExternalId(ends, space);
    this.#add({
      key: keyOfInstance("edge", { space, externalId }),
      instance: edge,
      view: edge.view.id,
      existingVersion: edge.existingVersion,
      metadata: ends,
      properties,
      targets: [...targets, keyOfInstance("node", ends.type)],
    });
    this.#follow([...nested, edgeType, startNode, endNode]);
  }

  /** Adds the edge of a connection; gives the node at its other end, in the form in which it was given. */
  #addNestedEdge(near: NodeId, relation: EdgeRelation, given: unknown): unknown {
    const inwards = relation.inwards === true;
    const [space, externalId] = relation.type;
    const type = { space, externalId };
    const ends = (far: unknown): Ends => {
      const there = this.#target(far, []);
      return inwards ? { type, startNode: there, endNode: near } : { type, startNode: near, endNode: there };
    };
    if (given instanceof InstanceWrite && given.view.usedFor === "edge") {
      const { edgeType, startNode, endNode } = given.metadata;
      const [far, here] = inwards ? [startNode, endNode] : [endNode, startNode];
      if (far === undefined) {
        const lacking = inwards ? "startNode" : "endNode";
        throw new PygenValidationError(
          `${given.view.name} in a connection of ${near.space}:${near.externalId} has no ${lacking}`,
        );
      }
      this.#check(near, here, "end of the edge", given);
      this.#check(type, edgeType, "type of the edge", given);
      this.#addEdge(given, ends(far));
      return far;
    }
    const found = ends(given);
    const edgeSpace = found.startNode.space;
    this.#add({
      key: keyOfInstance("edge", { space: edgeSpace, externalId: edgeExternalId(found, edgeSpace) }),
      instance: undefined,
      view: relation.edge,
      existingVersion: undefined,
      metadata: found,
      properties: {},
      targets: [keyOfInstance("node", type)],
    });
    return given;
  }

  #check(expected: NodeId, given: unknown, what: string, edge: InstanceWrite): void {
    const named = given === undefined ? expected : this.#target(given, []);
    if (named.space !== expected.space || named.externalId !== expected.externalId) {
      throw new PygenValidationError(
        `${edge.view.name} is written in a connection that gives the ${what} ${expected.space}:${expected.externalId}, ` +
          `but names ${named.space}:${named.externalId}: leave it out, or write the edge by itself`,
      );
    }
  }

  #endsOf(edge: InstanceWrite): Ends {
    const missing = ["edgeType", "startNode", "endNode"].filter((name) => edge.metadata[name] === undefined);
    if (missing.length > 0) {
      throw new PygenValidationError(
        `${edge.view.name} has no ${
          missing.join(" and no ")
        }: give it, or write the edge in the connection of a node, ` +
          "which knows it",
      );
    }
    const { edgeType, startNode, endNode } = edge.metadata;
    return {
      type: this.#target(edgeType, []),
      startNode: this.#target(startNode, []),
      endNode: this.#target(endNode, []),
    };
  }

  #properties(instance: InstanceWrite, nested: unknown[]): readonly [Readonly<Record<string, unknown>>, Key[]] {
    const relations = Object.entries(instance.relations);
    if (relations.length === 0) {
      return [instance.properties, []];
    }
    const targets: Key[] = [];
    const lead = (given: unknown): unknown => {
      if (given === null) {
        return null;
      }
      const target = this.#target(given, nested);
      targets.push(keyOfInstance("node", target));
      return target;
    };
    const led = relations.map(([name, given]) => [name, Array.isArray(given) ? given.map(lead) : lead(given)]);
    return [{ ...instance.properties, ...Object.fromEntries(led) }, targets];
  }

  /** The id of a node that was given in any form; what is to be written along is added to `nested`. */
  #target(given: unknown, nested: unknown[]): NodeId {
    if (given instanceof InstanceWrite) {
      nested.push(given);
      return this.#idOf(given);
    }
    return nodeId(given, this.#defaultSpace);
  }

  #idOf(node: InstanceWrite): NodeId {
    if (node.view.usedFor === "edge") {
      throw new PygenValidationError(`${node.view.name} are edges, but a node is needed here`);
    }
    return nodeId({ space: node.space, externalId: node.externalId }, this.#defaultSpace);
  }

  #add(write: Write): void {
    const known = this.writes.get(write.key);
    if (known === undefined) {
      this.writes.set(write.key, write);
    } else if (jsonOf(itemOf(known)) !== jsonOf(itemOf(write))) {
      const { space, externalId } = dumpedKey(write.key);
      throw new PygenValidationError(
        `${space}:${externalId} was given twice with different content: give it once, with all that is to be written`,
      );
    }
  }

  #follow(nested: readonly unknown[]): void {
    this.#waiting.push(...nested.filter((one) => one instanceof InstanceWrite).reverse());
  }
}
