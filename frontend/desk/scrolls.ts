/** A table wider than the page is scrolled with the keyboard too, also where it holds no link. */
const STOPS = "a[href], button, input, select, textarea, summary, [tabindex]";

export function watchScrolls(root: Document): void {
  const sizes = new ResizeObserver((boxes) => {
    for (const { target } of boxes) {
      const scrolls = target.scrollWidth > target.clientWidth;
      if (scrolls && !target.querySelector(STOPS)) target.setAttribute("tabindex", "0");
      else target.removeAttribute("tabindex");
    }
  });
  for (const box of root.querySelectorAll(".table-responsive")) sizes.observe(box);
}
