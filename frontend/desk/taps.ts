/**
 * A button tapped twice sends its form once: of two the browser shows the second answer, and a
 * password or recovery codes that are shown this once would be lost with the first.
 */
const APART = 5000; // milliseconds; a form may be sent again, as one that is answered by a file

export function watchTaps(root: EventTarget): void {
  const sent = new WeakMap<EventTarget, number>();
  root.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || form.method !== "post") return;
    const button = (event as SubmitEvent).submitter ?? form;
    if (event.timeStamp - (sent.get(button) ?? -APART) < APART) event.preventDefault();
    else sent.set(button, event.timeStamp);
  });
}
