/** One tick for all of a list: what the page offers row by row, and a clerk does for many. */

export function watchTicks(root: Document): void {
  for (const all of root.querySelectorAll<HTMLInputElement>("input[data-ticks]")) watchTick(all);
}

function watchTick(all: HTMLInputElement): void {
  const name = all.dataset["ticks"] ?? "";
  const boxes = (): HTMLInputElement[] => [
    ...(all.form?.querySelectorAll<HTMLInputElement>(`input[name="${CSS.escape(name)}"]`) ?? []),
  ];
  const say = (): void => {
    const ticked = boxes().filter((one) => one.checked).length;
    all.checked = ticked > 0 && ticked === boxes().length;
    all.indeterminate = ticked > 0 && !all.checked;
  };
  all.hidden = false;
  all.form?.addEventListener("change", (event) => {
    if (event.target === all) for (const one of boxes()) one.checked = all.checked;
    else say();
  });
  say();
}
