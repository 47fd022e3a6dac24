/** Asking the server with the phone's own key; every way it can fail has a name. */

import type { Answers, FileState, SentItem, Workbook } from "../shapes";

const ROOT = "/api/phone/";
const MARK = { "X-Tongxing-Phone": "1" };
const READ_TIME = 45_000; // milliseconds; a poor line is slow, a dead one is silent
const SEND_TIME = 60_000;
const CHUNK_TIME = 240_000; // 256 kB at ten kilobits a second

/** No answer came: no line, a broken one, or a server that is down. */
export class NoLine extends Error {}

/** The server answered, and not with what was asked for. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    say: string,
  ) {
    super(say);
  }
}

export interface Asked<T> {
  readonly body: T;
  readonly etag: string;
}

/** `account` goes with every call, so that a key of another person is never used for this one. */
export class Api {
  constructor(private readonly account: string) {}

  /** The workbook; null when the one kept under `etag` still stands. */
  async work(etag: string): Promise<Asked<Workbook> | null> {
    const headers: Record<string, string> = etag ? { "If-None-Match": etag } : {};
    const response = await this.ask("work", { headers }, READ_TIME);
    if (response.status === 304) return null;
    return { body: await read<Workbook>(response, "me"), etag: response.headers.get("ETag") ?? "" };
  }

  async records(items: readonly SentItem[]): Promise<Answers> {
    const headers = { "Content-Type": "application/json" };
    const body = JSON.stringify({ items });
    return read(await this.ask("records", { method: "POST", headers, body }, SEND_TIME), "answers");
  }

  async file(sha256: string): Promise<FileState> {
    return read(await this.ask(`files/${sha256}`, {}, READ_TIME), "have");
  }

  async chunk(sha256: string, n: number, data: Blob, size: number): Promise<FileState> {
    const headers = { "Content-Type": "application/octet-stream", "X-Size": String(size) };
    return read(await this.ask(`files/${sha256}/${n}`, { method: "PUT", headers, body: data }, CHUNK_TIME), "have");
  }

  /** Ends this phone's key. */
  async leave(): Promise<void> {
    await this.ask("leave", { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" }, READ_TIME);
  }

  private async ask(path: string, init: RequestInit, time: number): Promise<Response> {
    const whose: Record<string, string> = this.account ? { "X-Tongxing-Account": encodeURIComponent(this.account) } : {};
    const headers = { ...MARK, ...whose, ...(init.headers as Record<string, string> | undefined) };
    let response: Response;
    try {
      response = await fetch(ROOT + path, {
        ...init,
        headers,
        cache: "no-store",
        credentials: "same-origin",
        redirect: "error",
        signal: AbortSignal.timeout(time),
      });
    } catch {
      throw new NoLine();
    }
    if (response.ok || response.status === 304) return response;
    throw await refusal(response);
  }
}

async function refusal(response: Response): Promise<Refusal> {
  try {
    const told = (await response.json()) as { code?: string; say?: string };
    return new Refusal(response.status, told.code ?? "", told.say ?? "");
  } catch {
    return new Refusal(response.status, "", "");
  }
}

/** The answer's JSON, known by `part`; a line that breaks in the middle, or tells something else, is none. */
async function read<T extends object>(response: Response, part: keyof T): Promise<T> {
  try {
    const told = (await response.json()) as T;
    if (part in told) return told;
  } catch {
    // Cut short, or the page of a network that wants to be signed in to.
  }
  throw new NoLine();
}
