/** What the address of the page asks for: #/write/labour-day?due=… */

export interface Address {
  readonly name: string; // of the view, "" for the first
  readonly id: string;
  readonly asked: URLSearchParams;
}

/** Whatever stands in the address is read as something: a link may come cut or doubly written. */
export function addressOf(hash: string): Address {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  const [name = "", id = ""] = path.split("/").map(decoded);
  return { name, id, asked: new URLSearchParams(query) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
