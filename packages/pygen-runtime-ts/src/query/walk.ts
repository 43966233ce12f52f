import { FIRST_PAGE, MAX_CHUNK } from "../operations/paging.ts";
import { planOf, type Step, stepsOf } from "./plan.ts";

/** Where a result set is: the cursor that gave its page, and the one that gives the next. */
interface Position {
  cursor?: string | undefined;
  following?: string | undefined;
}

/**
 * The way through the pages of all result sets, such that every instance of each is read. It does no I/O.
 *
 * A cursor of a result set belongs to the page of the set that it starts from (behaviour.md section 19). So a set goes on
 * while the sets before it stay on their page, and these go on only when all behind them are done.
 */
export class Walk {
  readonly #root: Step;
  readonly #positions: Map<string, Position>;
  #isFixed: boolean;
  #size = MAX_CHUNK;
  #reading: readonly Step[];
  /** Instances in the page of the root that comes next. */
  rootSize: number;

  /** @param pageSize instances in one page of the root; undefined to begin with 1,000 and to adapt */
  constructor(root: Step, cursor: string | undefined, pageSize: number | undefined) {
    this.#root = root;
    this.#reading = stepsOf(root);
    this.#positions = new Map(this.#reading.map((step) => [step.name, {}]));
    this.#at(root).cursor = cursor;
    this.#isFixed = pageSize !== undefined;
    this.rootSize = pageSize ?? FIRST_PAGE;
  }

  /** The cursor of the root's next page; undefined if there is none. */
  get nextCursor(): string | undefined {
    return this.#at(this.#root).following;
  }

  /** The next request. Sets of which nothing new is to be read stay in it, and are not selected. */
  body(rootLimit: number): Readonly<Record<string, unknown>> {
    const plan = planOf(this.#root, rootLimit, this.#size);
    const cursors = [...this.#positions].flatMap(([name, { cursor }]) => cursor === undefined ? [] : [[name, cursor]]);
    return {
      ...plan,
      select: Object.fromEntries(this.#reading.map(({ name }) => [name, plan.select[name]])),
      ...cursors.length > 0 && { cursors: Object.fromEntries(cursors) },
    };
  }

  /** Takes the cursors of an answer. True if the page of the root is complete with it, children included. */
  received(cursors: Readonly<Record<string, string | undefined>>): boolean {
    for (const step of this.#reading) {
      this.#at(step).following = cursors[step.name];
    }
    this.#reading = this.#within(this.#root);
    return this.#reading.length === 0;
  }

  /** Goes on to the next page of the root. */
  turn(): void {
    this.#reading = this.#turned(this.#root);
  }

  /** The answers are quick: larger pages of the root from the next one on. */
  grow(): void {
    if (!this.#isFixed) {
      this.rootSize = Math.min(MAX_CHUNK, 2 * this.rootSize);
    }
  }

  /** The request was too heavy: begin the page of the root again with half of all sizes. False if none is left. */
  shrink(): boolean {
    if (this.rootSize === 1 && this.#size === 1) {
      return false;
    }
    this.rootSize = Math.max(1, Math.floor(this.rootSize / 2));
    this.#size = Math.max(1, Math.floor(this.#size / 2));
    // Sizes grow no more: what was too heavy once would be so again.
    this.#isFixed = true;
    this.#reading = stepsOf(this.#root);
    for (const step of this.#reading.slice(1)) {
      this.#positions.set(step.name, {});
    }
    return true;
  }

  /** What is to be read while this set stays on its page. */
  #within(step: Step): readonly Step[] {
    return step.steps.flatMap((child) => {
      const deeper = this.#within(child);
      return deeper.length === 0 && this.#at(child).following !== undefined ? this.#turned(child) : deeper;
    });
  }

  #turned(step: Step): readonly Step[] {
    const steps = stepsOf(step);
    this.#positions.set(step.name, { cursor: this.#at(step).following });
    for (const child of steps.slice(1)) {
      this.#positions.set(child.name, {});
    }
    return steps;
  }

  #at(step: Step): Position {
    return this.#positions.get(step.name) ?? {};
  }
}
