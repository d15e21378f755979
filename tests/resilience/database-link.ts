import { connect, createServer, type Server, type Socket } from "node:net";

/** The network between the product and its database, which a test may cut. */
export class DatabaseLink {
  readonly #open = new Set<Socket>();
  readonly #server: Server;
  #isCut = false;
  #isDeaf = false;

  private constructor(target: { host: string; port: number }) {
    this.#server = createServer((near) => {
      if (this.#isCut) return void near.destroy();
      const far = connect(target.port, target.host);
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#open.add(one);
        one.setNoDelay(true);
        one.on("error", () => other.destroy());
        one.on("close", () => {
          this.#open.delete(one);
          other.destroy();
        });
      }
      near.on("data", (bytes) => far.write(bytes));
      far.on("data", (bytes) => {
        if (!this.#isDeaf) near.write(bytes);
      });
    });
  }

  /** A link to the server of this database address. */
  static async to(url: string): Promise<DatabaseLink> {
    const { hostname, port } = new URL(url);
    const link = new DatabaseLink({ host: hostname, port: Number(port || 5432) });
    await new Promise<void>((resolve) => link.#server.listen(0, "127.0.0.1", resolve));
    return link;
  }

  /** The same database, reached over this link. */
  through(url: string): string {
    const address = this.#server.address();
    if (typeof address !== "object" || !address) throw new Error("The link has been closed.");
    const linked = new URL(url);
    linked.hostname = "127.0.0.1";
    linked.port = String(address.port);
    return linked.href;
  }

  /** From now on every connection breaks in the midst of what it does, and no new one comes about. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#open) socket.destroy();
  }

  /** What is asked still arrives and is done; no answer comes back. Ends with `cut`. */
  loseAnswers(): void {
    this.#isDeaf = true;
  }

  mend(): void {
    this.#isCut = false;
    this.#isDeaf = false;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
