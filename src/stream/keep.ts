import type { PartitionPlan } from "../shard/partitions.js";
import { heldBytes, type Place } from "./layout.js";
import { partitionsKept } from "./memory.js";
import { hireReader } from "./reader.js";
import { Spill } from "./spill.js";

// The files of a fit: its partitions, and those of rows without labels.

/** Where rows are kept. */
export interface Room {
  /** For rows. */
  readonly bytes: number;
  readonly folder: string | undefined;
  readonly onRead: (rows: number) => void;
}

/** Fills a file; `check` gets the place of the first partition and refuses those that are too large. */
type Fill<R> = (spill: Spill, check: (first: Place) => void) => Promise<R>;

/** Has a file filled with partitions, and one with those of rows without labels, if there are such; hires who reads them. */
export async function keep<R extends { readonly cut: PartitionPlan }, U extends { readonly cut: PartitionPlan }>(
  { bytes, folder, onRead }: Room,
  fill: Fill<R>,
  fillOthers?: (rows: R) => Fill<U>,
) {
  const spills: Spill[] = [];
  const filled = async <T>(work: Fill<T>): Promise<{ readonly rows: T; readonly spill: Spill }> => {
    const spill = Spill.open(folder);
    spills.push(spill);
    const rows = await work(spill, (first) => {
      partitionsKept([heldBytes(first)], bytes);
    });
    return { rows, spill };
  };
  try {
    const own = await filled(fill);
    const others = fillOthers && (await filled(fillOthers(own.rows)));
    const kept = partitionsKept(
      spills.flatMap(({ places }) => places.map(heldBytes)),
      bytes,
    );
    const given = { spill: own.spill, cut: own.rows.cut, kept, memory: bytes, onRead };
    const unlabeled = others && { spill: others.spill, cut: others.rows.cut };
    const crew = hireReader(unlabeled === undefined ? given : { ...given, unlabeled });
    const end = (): void => {
      crew.end();
      for (const spill of spills) spill.end();
    };
    return { ...own, others: others?.rows, hire: crew.hire, free: crew.end, end };
  } catch (error) {
    for (const spill of spills) spill.end();
    throw error;
  }
}
