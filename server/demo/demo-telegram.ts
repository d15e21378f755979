/** What the demo needs of the local Telegram. */
export type DemoTelegram = {
  createBot(input: { name: string; username?: string }): { username: string; token: string };
  findBot(username: string): { username: string; token: string } | null;
  createUser(input: {
    id?: number;
    first_name: string;
    last_name?: string;
    language_code: string;
    phone?: string;
  }): { id: number };
  findUser(id: number): { id: number } | null;
  /** Lets a bot write to somebody, as if they had written to it long ago. */
  openChat(input: { bot: string; from: number }): void;
  findGroup(title: string): { id: number } | null;
  createGroup(input: {
    title: string;
    owner: number;
    bot: string;
    otherMembers?: number;
    said: readonly { from: number; text: string }[];
  }): { id: number };
};
