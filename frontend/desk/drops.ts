/** Files dragged onto a form's file input; what is chosen is read back by name and size. */

const MEGABYTE = 1_000_000;

export function saidOf(files: ArrayLike<{ name: string; size: number }>): string {
  const named = Array.from(files, (one) => {
    const tenths = Math.round((one.size * 10) / MEGABYTE);
    return `${one.name}（${tenths ? `${tenths / 10}兆` : "不到0.1兆"}）`;
  });
  return named.length ? `已选${named.length}个：${named.join("、")}` : "";
}

export function watchDrops(root: Document): void {
  for (const zone of root.querySelectorAll<HTMLElement>("[data-drop]")) watchDrop(zone);
}

function watchDrop(zone: HTMLElement): void {
  const input = zone.querySelector<HTMLInputElement>("input[type=file]");
  const list = zone.querySelector<HTMLElement>("[data-drop-list]");
  if (input === null || list === null) return;
  const hint = zone.querySelector<HTMLElement>("[data-drop-hint]");
  if (hint !== null) hint.hidden = false;
  const say = (): void => {
    list.textContent = saidOf(input.files ?? []);
  };
  const over = (on: boolean) => (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    zone.classList.toggle("over", on);
  };
  input.addEventListener("change", say);
  zone.addEventListener("dragover", over(true));
  zone.addEventListener("dragleave", over(false));
  zone.addEventListener("drop", (event) => {
    over(false)(event);
    const dropped = event.dataTransfer?.files;
    if (!dropped?.length) return;
    const all = new DataTransfer();
    for (const one of [...(input.files ?? []), ...dropped]) all.items.add(one);
    input.files = all.files;
    say();
  });
}
