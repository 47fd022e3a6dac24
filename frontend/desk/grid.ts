/** Where an arrow key leads in a grid of cells: pure, so that it can be read and tested. */

export interface Spot {
  readonly row: number;
  readonly column: number;
}

export interface Extent {
  readonly rows: number;
  readonly columns: number;
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
};

function within(value: number, length: number): number {
  return Math.max(0, Math.min(length - 1, value));
}

/** The spot a key leads to, or null when the key does not move. */
export function moved(spot: Spot, key: string, extent: Extent, whole = false): Spot | null {
  if (key === "Home") return { row: whole ? 0 : spot.row, column: 0 };
  if (key === "End") {
    return { row: whole ? extent.rows - 1 : spot.row, column: extent.columns - 1 };
  }
  const step = STEPS[key];
  if (step === undefined) return null;
  return {
    row: within(spot.row + step[0], extent.rows),
    column: within(spot.column + step[1], extent.columns),
  };
}
