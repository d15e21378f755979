"use client";

import Bot from "lucide-react/icons/bot";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Button, buttonClass } from "@/components/ui/button";
import { maxPhotoBytes } from "@/server/channels/rules";
import type { BotProfile } from "@/server/channels/schemas";

const side = 640;

/** The bot's picture: another one is cut square and made a JPEG here, as Telegram wants it. */
export function BotPicture(props: {
  profile: BotProfile;
  disabled: boolean;
  onChange: (base64: string | null) => void;
}) {
  const t = useTranslations("channels.profile");
  const id = useId();
  const [hasFailed, setFailed] = useState(false);
  const { photo, hasPhoto } = props.profile;
  async function choose(file: File | undefined) {
    setFailed(false);
    if (!file) return;
    const made = await toSquareJpeg(file).catch(() => null);
    if (made) props.onChange(made);
    else setFailed(true);
  }
  return (
    <div className="flex flex-wrap items-center gap-4">
      {photo && hasPhoto ? (
        // biome-ignore lint/performance/noImgElement: a picture out of memory, of a known size.
        <img
          src={`data:image/jpeg;base64,${photo}`}
          alt=""
          width={72}
          height={72}
          className="size-18 rounded-full object-cover"
        />
      ) : (
        <span className="flex size-18 items-center justify-center rounded-full bg-hover text-ink-faint">
          <Bot aria-hidden size={24} />
        </span>
      )}
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        {!photo && hasPhoto && <p className="text-ink-muted text-sm">{t("hasPicture")}</p>}
        <div className="flex flex-wrap gap-2">
          <label htmlFor={id} className={buttonClass("secondary", "sm", "cursor-pointer")}>
            {t("choosePicture")}
          </label>
          <input
            id={id}
            type="file"
            accept="image/*"
            className="sr-only"
            disabled={props.disabled}
            onChange={({ currentTarget }) => {
              void choose(currentTarget.files?.[0]);
              currentTarget.value = "";
            }}
          />
          {hasPhoto && (
            <Button size="sm" disabled={props.disabled} onClick={() => props.onChange(null)}>
              {t("removePicture")}
            </Button>
          )}
        </div>
        {hasFailed && (
          <p role="alert" className="text-danger text-sm">
            {t("pictureFailed")}
          </p>
        )}
      </div>
    </div>
  );
}

/** The middle of the picture as a square JPEG in base64. */
async function toSquareJpeg(file: File): Promise<string> {
  const bitmap = await createImageBitmap(file);
  const cut = Math.min(bitmap.width, bitmap.height);
  const canvas = document.createElement("canvas");
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("No canvas.");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, side, side);
  const [x, y] = [(bitmap.width - cut) / 2, (bitmap.height - cut) / 2];
  context.drawImage(bitmap, x, y, cut, cut, 0, 0, side, side);
  for (const quality of [0.9, 0.75, 0.5]) {
    const base64 = canvas.toDataURL("image/jpeg", quality).split(",")[1] ?? "";
    if ((base64.length / 4) * 3 <= maxPhotoBytes) return base64;
  }
  throw new Error("Too large.");
}
