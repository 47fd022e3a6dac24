/** Which database was shown last: its random name, to be opened before the registry has been read. */

const LAST = "database";

/** "" when there is none, or where the browser keeps nothing of the kind. */
export function last(): string {
  try {
    return localStorage.getItem(LAST) ?? "";
  } catch {
    return "";
  }
}

/** "" forgets it. It is a hint and nothing more: the registry says whose database is shown. */
export function remember(database: string): void {
  try {
    if (!database) localStorage.removeItem(LAST);
    else if (last() !== database) localStorage.setItem(LAST, database);
  } catch {
    // Then the page opens one step later.
  }
}
