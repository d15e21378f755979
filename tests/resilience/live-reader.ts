import { request } from "node:http";

export type LiveEvent = { name: string; data: Record<string, unknown>; at: number };

/** One open live stream, read as a browser reads it. */
export class LiveReader {
  readonly events: LiveEvent[] = [];
  /** When the server ended it; null while it is open. */
  endedAt: number | null = null;
  #leave: () => void = () => {};

  private constructor() {}

  static open(origin: string, slug: string, headers: Record<string, string>): Promise<LiveReader> {
    const reader = new LiveReader();
    return new Promise((resolve, reject) => {
      const asked = request(`${origin}/api/live?workspace=${slug}`, { headers, agent: false }, (response) => {
        if (response.statusCode !== 200) {
          response.resume();
          return void reject(new Error(`The live stream answers ${response.statusCode}.`));
        }
        let rest = "";
        response.setEncoding("utf8");
        response.on("data", (text: string) => {
          const parts = (rest + text).split("\n\n");
          rest = parts.pop() ?? "";
          for (const part of parts) reader.#take(part);
        });
        response.on("error", () => {});
        response.on("close", () => {
          reader.endedAt = Date.now();
        });
        reader.#leave = () => asked.destroy();
        resolve(reader);
      });
      asked.on("error", reject);
      asked.end();
    });
  }

  named(name: string): LiveEvent[] {
    return this.events.filter((event) => event.name === name);
  }

  leave(): void {
    this.#leave();
  }

  #take(part: string): void {
    const name = /^event: (\w+)$/m.exec(part)?.[1];
    const data = /^data: (.*)$/m.exec(part)?.[1];
    if (name && data) this.events.push({ name, data: JSON.parse(data) as LiveEvent["data"], at: Date.now() });
  }
}
