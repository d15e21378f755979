"use client";

import ContactRound from "lucide-react/icons/contact-round";
import type { Keyboard } from "@/sandbox/telegram/records";

/** The bot's own keys below the chat. Keys that this phone has nothing for (a location, a poll) are shown, disabled. */
export function ReplyKeyboard(props: {
  keyboard: Extract<Keyboard, { keyboard: unknown }>;
  onText: (text: string) => void;
  onContact: () => void;
  /** A key that makes a bot, with what it suggests. */
  onManagedBot: (suggested: { name: string; username?: string }) => void;
}) {
  return (
    <div className="flex max-h-56 flex-col gap-1.5 overflow-y-auto border-line border-t bg-sunken p-1.5">
      {props.keyboard.keyboard.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a keyboard's rows have no other identity.
        <div key={index} className="flex gap-1.5">
          {row.map((button) => {
            const text = typeof button === "string" ? button : button.text;
            const asksContact =
              typeof button !== "string" && "request_contact" in button && button.request_contact;
            const managed =
              typeof button !== "string" && "request_managed_bot" in button && button.request_managed_bot;
            const isPlain =
              typeof button === "string" ||
              !Object.keys(button).some((key) => /^(request_|web_app)/.test(key));
            return (
              <button
                key={text}
                type="button"
                disabled={!isPlain && !asksContact && !managed}
                onClick={() => {
                  if (asksContact) props.onContact();
                  else if (managed)
                    props.onManagedBot({
                      name: managed.suggested_name ?? text,
                      username: managed.suggested_username,
                    });
                  else props.onText(text);
                }}
                className="flex min-h-11 min-w-0 flex-1 items-center justify-center gap-2 rounded-lg border border-line bg-surface px-2 py-2 text-center font-medium transition-colors hover:bg-hover disabled:opacity-50"
              >
                {asksContact && <ContactRound aria-hidden size={16} className="shrink-0 text-accent-text" />}
                <span dir="auto" className="break-words">
                  {text}
                </span>
              </button>
            );
          })}
        </div>
      ))}
    </div>
  );
}
