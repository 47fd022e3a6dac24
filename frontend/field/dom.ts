/** Elements made in one call; texts are always texts, never markup. */

export type Child = Node | string | null | false | undefined;
const SVG = "http://www.w3.org/2000/svg";

type Listener = (event: Event) => void;
export type Attributes = Readonly<Record<string, string | number | boolean | Listener | null | undefined>>;

/** `h("a", { href: "#/", onclick: go }, "去")`; `false` and null leave an attribute out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  add(made, children);
  return made;
}

export function add(to: Element, children: readonly Child[]): void {
  for (const child of children) if (child !== null && child !== false && child !== undefined) to.append(child);
}

/** Replaces what an element holds. */
export function fill(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren();
  add(element, children);
}

export function byId(id: string): HTMLElement | null {
  return document.getElementById(id);
}

/** A small picture beside words; hidden from screen readers. Its paths are those of the icon set. */
export function icon(markup: string): SVGElement {
  const made = document.createElementNS(SVG, "svg");
  made.setAttribute("viewBox", "0 0 24 24");
  made.setAttribute("aria-hidden", "true");
  made.setAttribute("class", "icon");
  for (const line of lines(markup)) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", line);
    made.append(path);
  }
  return made;
}

/** The drawn paths of an icon: a parser of its own for each icon would cost the first screen dearly. */
export function lines(markup: string): string[] {
  return [...markup.matchAll(/<path([^>]+)>/g)].flatMap(([, path = ""]) => (path.includes('stroke="none"') ? [] : (/ d="([^"]+)"/.exec(path)?.[1] ?? [])));
}
