/** A button that prints the page as it stands. */
export function watchPrint(root: Document): void {
  root.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-print]")) window.print();
  });
}
