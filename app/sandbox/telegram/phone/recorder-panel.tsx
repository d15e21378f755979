"use client";

import Circle from "lucide-react/icons/circle";
import Download from "lucide-react/icons/download";
import Play from "lucide-react/icons/play";
import Square from "lucide-react/icons/square";
import Trash2 from "lucide-react/icons/trash-2";
import Upload from "lucide-react/icons/upload";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { toast } from "@/components/ui/toast";
import type { Recording } from "@/sandbox/telegram/recorder";
import type { Replayed } from "@/sandbox/telegram/replay";
import type { Control, PhoneBot } from "./control";

const refreshMs = 2000;

/** Sessions kept as raw updates: record one, have it as a file, let it happen again. */
export function RecorderPanel({ control, bot }: { control: Control; bot: PhoneBot }) {
  const t = useTranslations("sandbox.recorder");
  const failed = useTranslations("sandbox");
  const [recordings, setRecordings] = useState<Recording[]>([]);
  const file = useRef<HTMLInputElement>(null);

  const read = useCallback(() => {
    // A failed read keeps what is shown; the next one is near.
    control.listRecordings().then(setRecordings, () => {});
  }, [control]);
  useEffect(() => {
    read();
    const timer = setInterval(() => document.visibilityState === "visible" && read(), refreshMs);
    return () => clearInterval(timer);
  }, [read]);
  const attempt = (deed: Promise<unknown>) => {
    deed.then(read, (error: unknown) => {
      toast.failed(failed("failed"), {
        detail: error instanceof Error ? error.message : failed("failedHint"),
      });
    });
  };
  const replay = (what: { name: string } | { jsonl: string }) =>
    attempt(control.replay(bot.username, what).then((replayed) => tell(replayed)));
  const tell = ({ updates, rejected }: Replayed) => {
    const [first] = rejected;
    if (first) toast.note(t("replayedPartly", { count: updates, line: first.line, reason: first.reason }));
    else toast.note(t("replayed", { count: updates }));
  };
  const running = recordings.find(({ isRunning }) => isRunning);
  return (
    <div className="flex flex-col gap-5">
      <p className="text-ink-muted text-sm">{t("hint")}</p>
      <div className="flex flex-wrap gap-2">
        {running ? (
          <Button
            icon={<Square aria-hidden size={16} />}
            onClick={() => attempt(control.stopRecording(running.name))}
          >
            {t("stop")}
          </Button>
        ) : (
          <Button
            icon={<Circle aria-hidden size={16} className="text-danger" />}
            onClick={() => attempt(control.record(bot.username, nameNow(bot.username)))}
          >
            {t("start")}
          </Button>
        )}
        <Button variant="ghost" icon={<Upload aria-hidden size={16} />} onClick={() => file.current?.click()}>
          {t("fromFile")}
        </Button>
        <input
          ref={file}
          type="file"
          accept=".jsonl,application/x-ndjson"
          aria-label={t("fromFile")}
          tabIndex={-1}
          className="sr-only"
          onChange={({ currentTarget }) => {
            void currentTarget.files?.[0]?.text().then((jsonl) => replay({ jsonl }));
            currentTarget.value = "";
          }}
        />
      </div>
      {recordings.length === 0 && <p className="text-ink-muted text-sm">{t("none")}</p>}
      <ul className="flex flex-col">
        {recordings.toReversed().map(({ name, updates, isRunning }) => (
          <li
            key={name}
            className="flex flex-wrap items-center gap-x-1 border-line border-b py-1.5 last:border-b-0"
          >
            <code dir="ltr" className="min-w-0 flex-1 truncate text-start font-mono text-sm">
              {name}
            </code>
            <Badge tone={isRunning ? "danger" : "neutral"}>{t("updates", { count: updates })}</Badge>
            <span className="flex">
              <IconButton
                size="sm"
                label={t("replay", { bot: bot.name })}
                icon={<Play aria-hidden size={16} className="flip-rtl" />}
                disabled={isRunning || updates === 0}
                onClick={() => replay({ name })}
              />
              <IconButton
                size="sm"
                label={t("save")}
                icon={<Download aria-hidden size={16} />}
                onClick={() =>
                  attempt(control.readRecording(name).then((blob) => save(blob, `${name}.jsonl`)))
                }
              />
              <IconButton
                size="sm"
                label={t("delete")}
                icon={<Trash2 aria-hidden size={16} />}
                onClick={() => attempt(control.deleteRecording(name))}
              />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A name that tells whose session it is and when it began. */
function nameNow(username: string): string {
  const [day = "", time = ""] = new Date().toISOString().split("T");
  return `${username}-${day}-${time.slice(0, 8).replaceAll(":", "")}`;
}

function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
