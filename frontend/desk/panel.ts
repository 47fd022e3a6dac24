/** The side panel: opens when htmx has filled it, closes with Escape, gives focus back. */

let cameFrom: HTMLElement | null = null;

export function panelOf(root: ParentNode): HTMLElement | null {
  return root.querySelector<HTMLElement>("#panel");
}

export function closePanel(panel: HTMLElement): void {
  panel.hidden = true;
  panel.replaceChildren();
  document.body.classList.remove("with-panel");
  cameFrom?.focus();
  cameFrom = null;
}

function openPanel(panel: HTMLElement): void {
  if (panel.hidden) cameFrom = document.activeElement as HTMLElement | null;
  panel.hidden = false;
  document.body.classList.add("with-panel");
  panel.querySelector<HTMLElement>("[data-panel-title]")?.focus();
}

export function watchPanel(root: Document): void {
  const panel = panelOf(root);
  if (panel === null) return;
  root.addEventListener("htmx:afterSwap", (event) => {
    if (event.target === panel) openPanel(panel);
  });
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) closePanel(panel);
  });
  panel.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-panel-close]")) closePanel(panel);
  });
  // A part that did not come must say so: nothing was lost, the page itself still stands.
  const failed = (event: Event): void => {
    if ((event as CustomEvent<{ target?: Element }>).detail.target !== panel) return;
    panel.innerHTML =
      '<div class="panel-body"><p data-panel-title tabindex="-1">这一部分没有取到，页面其余内容不受影响。' +
      "请稍后再试，或从行首进入该结对的页面查看。</p>" +
      '<button type="button" class="btn" data-panel-close>关闭</button></div>';
    openPanel(panel);
  };
  root.addEventListener("htmx:responseError", failed);
  root.addEventListener("htmx:sendError", failed);
}
