/// <reference lib="dom" />
/** A client of the service (`docforensics serve`): fetch alone, in Node from 18 on and in browsers. */

import type { Report } from "./report.js";

/** Files by `LIGHT` or `SIDE.LIGHT` (`visible`, `back.uv`), and of the chip by `chip.FILE`; several of one are frames. */
export type Images = Readonly<Record<string, Blob | readonly Blob[]>>;

/** What is stated besides the images; the names are those of the API. */
export interface Stated {
  readonly channel?: "scanner" | "photo" | "upload";
  /** YYYY-MM-DD. */
  readonly inspected_on?: string;
  readonly client_reference?: string;
  readonly equipment?: string;
  readonly policy?: string;
  readonly language?: "en" | "fr" | "es" | "ar";
  readonly size_mm?: string;
}

export type Page = "html" | "redacted";

/** A problem (RFC 9457); `code` is one of a closed list. */
export class ServiceError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly requestId: string,
  ) {
    super(detail);
  }
}

const PLACE = "/v1/examinations";
const ENDINGS = { json: ".json", html: ".html", redacted: ".redacted.html" } as const;
const POLL_MS = 500;

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

export class ServiceClient {
  /** `patience`: seconds for which a call is repeated where the service is full. */
  constructor(
    private readonly address: string,
    private readonly key: string,
    private readonly patience = 60,
  ) {}

  /** Examine a document. */
  async examine(images: Images, stated: Stated = {}): Promise<Report> {
    return (await this.submitted(images, stated, { Accept: "application/json" })).json() as Promise<Report>;
  }

  /** Have a document examined later; gives the id for `report` and `page`. */
  async submit(images: Images, stated: Stated = {}): Promise<string> {
    const answer = await this.submitted(images, stated, { Prefer: "respond-async" });
    return answer.headers.get("docforensics-examination") ?? "";
  }

  /** The report of an examination, waiting so many seconds for it. */
  async report(id: string, wait = 60): Promise<Report> {
    return (await this.fetched(id, "json", wait)).json() as Promise<Report>;
  }

  /** The report as a page. */
  async page(id: string, form: Page = "html", wait = 60): Promise<string> {
    return (await this.fetched(id, form, wait)).text();
  }

  /** Delete an examination. */
  async delete(id: string): Promise<void> {
    await this.asked("DELETE", `${PLACE}/${id}`);
  }

  private submitted(images: Images, stated: Stated, headers: Record<string, string>): Promise<Response> {
    const body = new FormData();
    for (const [name, given] of Object.entries(images)) {
      for (const one of given instanceof Blob ? [given] : given) body.append(name, one, "file");
    }
    for (const [name, value] of Object.entries(stated)) body.append(name, String(value));
    return this.asked("POST", PLACE, headers, body);
  }

  private async fetched(id: string, form: keyof typeof ENDINGS, wait: number): Promise<Response> {
    const until = Date.now() + 1000 * wait;
    for (;;) {
      const answer = await this.asked("GET", `${PLACE}/${id}${ENDINGS[form]}`);
      if (answer.status !== 202) return answer;
      if (Date.now() > until) throw new ServiceError(202, "not_finished", "The examination is not finished", "");
      await pause(POLL_MS);
    }
  }

  private async asked(
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: FormData,
  ): Promise<Response> {
    const until = Date.now() + 1000 * this.patience;
    for (;;) {
      const told: RequestInit = { method, headers: { ...headers, Authorization: `Bearer ${this.key}` } };
      const answer = await fetch(this.address + path, body ? { ...told, body } : told);
      if (answer.ok) return answer;
      const later = 1000 * Number(answer.headers.get("retry-after") ?? "1");
      const isFull = answer.status === 429 || answer.status === 503;
      if (!isFull || Date.now() + later > until) throw await problem(answer);
      await pause(later);
    }
  }
}

async function problem(answer: Response): Promise<ServiceError> {
  const told: unknown = await answer.json().catch(() => ({}));
  const field = (name: string): string => {
    const value = typeof told === "object" && told !== null ? (told as Record<string, unknown>)[name] : undefined;
    return typeof value === "string" ? value : "";
  };
  const detail = [field("title"), field("detail")].filter(Boolean).join(": ");
  return new ServiceError(answer.status, field("code"), detail, answer.headers.get("x-request-id") ?? "");
}
