/** Forms that only choose what is shown send themselves when a choice changes. */
export function watchFilters(root: Document): void {
  root.addEventListener("change", (event) => {
    const field = event.target as HTMLElement;
    if (field instanceof HTMLSelectElement || field.matches("input[type=checkbox]")) {
      field.closest<HTMLFormElement>("form[data-filters]")?.requestSubmit();
    }
  });
}
