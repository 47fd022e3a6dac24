/** The place picker: a combobox over `input[name$=_said]`; the choice fills the hidden code. */
import { moved } from "./choice";

const PATIENCE = 120; // ms after the last key

interface Picker {
  readonly address: string;
  readonly said: HTMLInputElement;
  readonly code: HTMLInputElement;
  readonly list: HTMLUListElement;
  asked: AbortController | null;
  waiting: number;
}

export function watchPickers(root: ParentNode): void {
  for (const place of root.querySelectorAll<HTMLElement>("[data-picker]")) {
    const said = place.querySelector<HTMLInputElement>("input[type=text]");
    const code = place.querySelector<HTMLInputElement>("input[type=hidden]");
    if (said === null || code === null || place.dataset["picker"] === undefined) continue;
    const list = listFor(said);
    said.after(list);
    watch({ address: place.dataset["picker"], said, code, list, asked: null, waiting: 0 });
  }
}

function listFor(said: HTMLInputElement): HTMLUListElement {
  const list = document.createElement("ul");
  list.id = `${said.id}-list`;
  list.className = "picks";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "可选的地方");
  said.setAttribute("role", "combobox");
  said.setAttribute("aria-autocomplete", "list");
  said.setAttribute("aria-expanded", "false");
  said.setAttribute("aria-controls", list.id);
  return list;
}

function watch(picker: Picker): void {
  picker.said.addEventListener("input", (event) => {
    picker.code.value = "";
    if (!(event as InputEvent).isComposing) askSoon(picker);
  });
  picker.said.addEventListener("compositionend", () => askSoon(picker));
  picker.said.addEventListener("keydown", (event) => onKey(picker, event));
  picker.said.addEventListener("blur", () => close(picker));
  picker.list.addEventListener("mousedown", (event) => {
    event.preventDefault(); // the input keeps the focus
    const option = (event.target as Element).closest<HTMLElement>("[role=option]");
    if (option !== null) choose(picker, option);
  });
}

function askSoon(picker: Picker): void {
  window.clearTimeout(picker.waiting);
  picker.waiting = window.setTimeout(() => void ask(picker), PATIENCE);
}

async function ask(picker: Picker): Promise<void> {
  picker.asked?.abort();
  const typed = picker.said.value.trim();
  if (typed === "") {
    close(picker);
    return;
  }
  picker.asked = new AbortController();
  const address = new URL(picker.address, window.location.href);
  address.searchParams.set("q", typed);
  try {
    const answer = await fetch(address, { signal: picker.asked.signal });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    picker.list.innerHTML = await answer.text();
  } catch (error) {
    if ((error as Error).name === "AbortError") return;
    // The form still works: what is typed is looked up when it is sent.
    picker.list.innerHTML = '<li class="none">暂时取不到候选，可以写全名称后直接提交。</li>';
  }
  show(picker);
}

function options(picker: Picker): HTMLElement[] {
  return [...picker.list.querySelectorAll<HTMLElement>("[role=option]")];
}

function show(picker: Picker): void {
  options(picker).forEach((option, at) => (option.id = `${picker.list.id}-${String(at)}`));
  picker.list.hidden = document.activeElement !== picker.said;
  picker.said.setAttribute("aria-expanded", String(!picker.list.hidden));
  mark(picker, options(picker).length > 0 ? 0 : -1);
}

function close(picker: Picker): void {
  window.clearTimeout(picker.waiting);
  picker.asked?.abort();
  picker.list.hidden = true;
  picker.said.setAttribute("aria-expanded", "false");
  picker.said.removeAttribute("aria-activedescendant");
}

function mark(picker: Picker, at: number): void {
  options(picker).forEach((option, n) => option.setAttribute("aria-selected", String(n === at)));
  const one = options(picker)[at];
  if (one === undefined) picker.said.removeAttribute("aria-activedescendant");
  else {
    picker.said.setAttribute("aria-activedescendant", one.id);
    one.scrollIntoView({ block: "nearest" });
  }
}

function onKey(picker: Picker, event: KeyboardEvent): void {
  if (event.isComposing) return;
  if (picker.list.hidden) {
    if (event.key === "ArrowDown" && picker.said.value.trim() !== "") void ask(picker);
    return;
  }
  const all = options(picker);
  const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const to = moved(at, event.key, all.length);
  if (to !== null) mark(picker, to);
  else if (event.key === "Escape") close(picker);
  else if (event.key === "Enter" && all[at] !== undefined) choose(picker, all[at]);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function choose(picker: Picker, option: HTMLElement): void {
  picker.said.value = option.dataset["said"] ?? "";
  picker.code.value = option.dataset["code"] ?? "";
  close(picker);
  picker.code.dispatchEvent(new Event("change", { bubbles: true }));
}
