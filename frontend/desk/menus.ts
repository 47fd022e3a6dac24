/** Small menus (`details[data-menu]`) close when one looks elsewhere or presses Escape. */
export function watchMenus(root: Document): void {
  const open = (): NodeListOf<HTMLDetailsElement> =>
    root.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]");
  root.addEventListener("click", (event) => {
    for (const menu of open()) {
      if (!menu.contains(event.target as Node)) menu.open = false;
    }
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  });
}
