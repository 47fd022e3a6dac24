/** Installing the service worker, and taking over a new version when the person says so. */

const WORKER = "/phone/sw.js";

/** Calls `ready` whenever a new version waits. Nothing is broken where there is no worker. */
export async function install(ready: () => void): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register(WORKER, { scope: "/phone/", updateViaCache: "none" });
    if (registration.waiting) ready();
    registration.addEventListener("updatefound", () => {
      const coming = registration.installing;
      coming?.addEventListener("statechange", () => {
        if (coming.state === "installed" && navigator.serviceWorker.controller) ready();
      });
    });
  } catch {
    // No line: the one that is there goes on.
  }
}

/** Puts the waiting version in charge and opens the page anew; what is being written is kept. */
export async function update(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration("/phone/");
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  if (registration?.waiting) registration.waiting.postMessage("take-over");
  else location.reload();
}
