/** A line to a server that is not there, for tests: what is asked is written down and answered. */

export interface Call {
  readonly path: string; // below /api/phone/
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Blob | undefined;
  readonly init: RequestInit;
}

const LOST = new TypeError("fetch failed");

/** Puts `answer` behind `fetch`; an object is answered as JSON, null breaks the line. */
export function answering(answer: (call: Call) => unknown): Call[] {
  const calls: Call[] = [];
  globalThis.fetch = async (address, init = {}) => {
    const path = String(address).replace(/^\/api\/phone\//, "");
    const headers = init.headers as Record<string, string>;
    const call = { path, method: init.method ?? "GET", headers, body: init.body as string | Blob | undefined, init };
    calls.push(call);
    const told = await answer(call);
    if (told === null) throw LOST;
    return told instanceof Response ? told : Response.json(told);
  };
  return calls;
}

/** A refusal as the server words it. */
export function refusing(status: number, say = "", code = ""): Response {
  return Response.json({ code, say }, { status });
}
