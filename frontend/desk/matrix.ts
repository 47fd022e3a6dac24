/** The matrix by keyboard and mouse: arrows move, Enter or a click opens the records behind. */
import htmx from "htmx.org";

import { moved } from "./grid";
import type { Spot } from "./grid";

type Cells = readonly (readonly HTMLTableCellElement[])[];

function cellsOf(grid: HTMLTableElement): Cells {
  return [...grid.querySelectorAll<HTMLTableRowElement>("tr[data-pairing]")].map((row) => [
    ...row.querySelectorAll<HTMLTableCellElement>("td[data-state]"),
  ]);
}

function spotOf(cells: Cells, cell: Element): Spot | null {
  for (const [row, line] of cells.entries()) {
    const column = line.indexOf(cell as HTMLTableCellElement);
    if (column >= 0) return { row, column };
  }
  return null;
}

/** The address of a cell's records: the grid's own, its row's pairing, its column's period. */
export function addressOf(grid: HTMLTableElement, cell: HTMLTableCellElement): string {
  const address = new URL(grid.dataset["cellHref"] ?? "", location.href);
  const row = cell.closest<HTMLElement>("tr[data-pairing]");
  const head = grid.querySelectorAll<HTMLElement>("thead th[data-period]")[
    spotOf(cellsOf(grid), cell)?.column ?? -1
  ];
  address.searchParams.set("pairing", row?.dataset["pairing"] ?? "");
  address.searchParams.set("period", head?.dataset["period"] ?? "");
  return address.pathname + address.search;
}

function open(grid: HTMLTableElement, cell: HTMLTableCellElement): void {
  void htmx.ajax("get", addressOf(grid, cell), { target: "#panel", swap: "innerHTML" });
}

/** A long year opens where it is now, not at its first week. */
function showNow(grid: HTMLTableElement): void {
  const now = grid.querySelector<HTMLElement>("thead th[aria-current]");
  const frame = grid.parentElement;
  if (now === null || frame === null) return;
  frame.scrollLeft = now.offsetLeft + now.offsetWidth * 3 - frame.clientWidth;
}

/** One cell at a time is in the tab order; the arrows carry it along. */
export function watchMatrix(grid: HTMLTableElement): void {
  showNow(grid);
  const cells = cellsOf(grid);
  const first = cells[0]?.[0];
  if (first === undefined) return;
  let here: HTMLTableCellElement = first;
  here.tabIndex = 0;

  const go = (cell: HTMLTableCellElement): void => {
    here.tabIndex = -1;
    here = cell;
    here.tabIndex = 0;
    here.focus();
    here.scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  grid.addEventListener("keydown", (event) => {
    const cell = (event.target as Element).closest<HTMLTableCellElement>("td[data-state]");
    const spot = cell === null ? null : spotOf(cells, cell);
    if (cell === null || spot === null) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      open(grid, cell);
      return;
    }
    const extent = { rows: cells.length, columns: cells[spot.row]?.length ?? 0 };
    const next = moved(spot, event.key, extent, event.ctrlKey);
    const target = next === null ? undefined : cells[next.row]?.[next.column];
    if (target === undefined) return;
    event.preventDefault();
    go(target);
  });

  grid.addEventListener("click", (event) => {
    const cell = (event.target as Element).closest<HTMLTableCellElement>("td[data-state]");
    if (cell === null) return;
    go(cell);
    open(grid, cell);
  });
}
