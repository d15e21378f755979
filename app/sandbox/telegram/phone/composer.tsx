"use client";

import type { BotCommand } from "@grammyjs/types";
import Check from "lucide-react/icons/check";
import ContactRound from "lucide-react/icons/contact-round";
import FileIcon from "lucide-react/icons/file";
import Image from "lucide-react/icons/image";
import Keyboard from "lucide-react/icons/keyboard";
import KeyboardOff from "lucide-react/icons/keyboard-off";
import MapPin from "lucide-react/icons/map-pin";
import Paperclip from "lucide-react/icons/paperclip";
import Pencil from "lucide-react/icons/pencil";
import Reply from "lucide-react/icons/reply";
import SendHorizontal from "lucide-react/icons/send-horizontal";
import UserRoundPlus from "lucide-react/icons/user-round-plus";
import X from "lucide-react/icons/x";
import { useTranslations } from "next-intl";
import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import type { Deed } from "./control";

const largestPhotoBytes = 10 * 1024 * 1024;
const largestFileBytes = 50 * 1024 * 1024;
/** Where everybody is who shares a place: Galata, Istanbul. */
const somewhere = { latitude: 41.0256, longitude: 28.9744 };
const largestTextLength = 4096;

export type ComposerProps = {
  commands: readonly BotCommand[];
  placeholder?: string;
  /** The message being edited, if any. */
  editing: { id: number; text: string } | null;
  /** The message being answered, if any. */
  replying: { id: number; text: string } | null;
  onCancelReply: () => void;
  keyboard: "none" | "shown" | "hidden";
  onToggleKeyboard: () => void;
  onSend: (text: string) => void;
  onEdit: (messageId: number, text: string) => void;
  onCancelEdit: () => void;
  /** ArrowUp in an empty field, as in Telegram: edit the last message. */
  onEditLast: () => void;
  /** A photo, a file or a place. */
  onDeed: (deed: Deed) => void;
  /** Absent where a contact is not shared. */
  onContact?: (own: boolean) => void;
};

/** Where the customer writes: Enter sends, Shift+Enter breaks the line, ArrowUp edits, Escape gives up. */
export function Composer(props: ComposerProps) {
  const t = useTranslations("sandbox.composer");
  const [text, setText] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const photo = useRef<HTMLInputElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const { editing, replying, onContact } = props;

  useEffect(() => {
    if (!editing) return;
    setText(editing.text);
    field.current?.focus();
  }, [editing]);
  useEffect(() => {
    if (replying) field.current?.focus();
  }, [replying]);

  const cancelEdit = () => {
    setText("");
    props.onCancelEdit();
  };
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (text.trim() === "") return;
    if (text.length > largestTextLength) {
      toast.failed(t("tooLong"));
      return;
    }
    if (editing) props.onEdit(editing.id, text);
    else props.onSend(text);
    setText("");
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    } else if (event.key === "Escape" && editing) {
      event.preventDefault();
      cancelEdit();
    } else if (event.key === "Escape" && replying) {
      event.preventDefault();
      props.onCancelReply();
    } else if (event.key === "ArrowUp" && text === "" && !editing) {
      event.preventDefault();
      props.onEditLast();
    }
  };
  const take = async (chosen: File | undefined, largestBytes: number, asPhoto: boolean) => {
    if (!chosen) return;
    if (chosen.size > largestBytes) {
      toast.failed(t(asPhoto ? "tooLarge" : "fileTooLarge"));
      return;
    }
    props.onDeed(deedOf(chosen, await base64Of(chosen), text.trim(), asPhoto));
    setText("");
  };

  return (
    <form onSubmit={submit} className="border-line border-t bg-surface px-1.5 py-1.5">
      {editing && (
        <Bar
          icon={<Pencil aria-hidden size={16} className="shrink-0 text-accent-text" />}
          title={t("editing")}
          text={editing.text}
          cancel={t("cancelEdit")}
          onCancel={cancelEdit}
        />
      )}
      {replying && !editing && (
        <Bar
          icon={<Reply aria-hidden size={16} className="flip-rtl shrink-0 text-accent-text" />}
          title={t("replying")}
          text={replying.text}
          cancel={t("cancelReply")}
          onCancel={props.onCancelReply}
        />
      )}
      <div className="flex items-end gap-1">
        {!editing && (
          <Menu
            align="start"
            side="top"
            trigger={
              <IconButton
                label={t("attach")}
                icon={<Paperclip aria-hidden size={20} />}
                className="size-10"
              />
            }
          >
            <MenuItem icon={<Image aria-hidden size={16} />} onSelect={() => photo.current?.click()}>
              {t("photo")}
            </MenuItem>
            <MenuItem icon={<FileIcon aria-hidden size={16} />} onSelect={() => file.current?.click()}>
              {t("file")}
            </MenuItem>
            <MenuItem
              icon={<MapPin aria-hidden size={16} />}
              onSelect={() => props.onDeed({ location: somewhere })}
            >
              {t("location")}
            </MenuItem>
            {onContact && (
              <MenuItem icon={<ContactRound aria-hidden size={16} />} onSelect={() => onContact(true)}>
                {t("contact")}
              </MenuItem>
            )}
            {onContact && (
              <MenuItem icon={<UserRoundPlus aria-hidden size={16} />} onSelect={() => onContact(false)}>
                {t("otherContact")}
              </MenuItem>
            )}
          </Menu>
        )}
        <input
          ref={photo}
          type="file"
          accept="image/jpeg,image/png,image/gif,image/webp"
          aria-label={t("photo")}
          tabIndex={-1}
          className="sr-only"
          onChange={({ currentTarget }) => {
            void take(currentTarget.files?.[0], largestPhotoBytes, true);
            currentTarget.value = "";
          }}
        />
        <input
          ref={file}
          type="file"
          aria-label={t("file")}
          tabIndex={-1}
          className="sr-only"
          onChange={({ currentTarget }) => {
            void take(currentTarget.files?.[0], largestFileBytes, false);
            currentTarget.value = "";
          }}
        />
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          value={text}
          aria-label={t("label")}
          placeholder={props.placeholder ?? t("placeholder")}
          enterKeyHint="send"
          onChange={({ currentTarget }) => setText(currentTarget.value)}
          onKeyDown={onKeyDown}
          style={{ fieldSizing: "content" }}
          className="max-h-36 min-h-10 min-w-0 max-sm:min-h-11 flex-1 resize-none rounded-bubble border border-line bg-paper px-3.5 py-2 text-lg leading-5.5 placeholder:text-ink-faint sm:text-base"
        />
        {props.commands.length > 0 && text === "" && !editing && (
          <Menu
            side="top"
            trigger={
              <IconButton
                label={t("commands")}
                icon={
                  <span aria-hidden className="font-medium text-lg">
                    /
                  </span>
                }
                className="size-10"
              />
            }
          >
            {props.commands.map(({ command, description }) => (
              <MenuItem key={command} onSelect={() => props.onSend(`/${command}`)}>
                <span className="font-medium">/{command}</span>{" "}
                <span dir="auto" className="text-ink-muted">
                  {description}
                </span>
              </MenuItem>
            ))}
          </Menu>
        )}
        {props.keyboard !== "none" && !editing && (
          <IconButton
            label={props.keyboard === "shown" ? t("hideKeyboard") : t("showKeyboard")}
            icon={
              props.keyboard === "shown" ? (
                <KeyboardOff aria-hidden size={20} />
              ) : (
                <Keyboard aria-hidden size={20} />
              )
            }
            className="size-10"
            onClick={props.onToggleKeyboard}
          />
        )}
        <button
          type="submit"
          aria-label={editing ? t("saveEdit") : t("send")}
          disabled={text.trim() === ""}
          className="flex size-10 shrink-0 items-center justify-center rounded-full bg-accent text-accent-ink transition-colors hover:bg-accent-strong disabled:bg-hover disabled:text-ink-faint max-sm:size-11"
        >
          {editing ? (
            <Check aria-hidden size={20} />
          ) : (
            <SendHorizontal aria-hidden size={20} className="flip-rtl" />
          )}
        </button>
      </div>
    </form>
  );
}

/** What is being edited or answered, above the field. */
function Bar(props: { icon: ReactNode; title: string; text: string; cancel: string; onCancel: () => void }) {
  return (
    <div className="flex items-center gap-2 px-2 pb-1.5 text-sm">
      {props.icon}
      <div className="min-w-0 flex-1 border-accent border-s-2 ps-2">
        <p className="font-medium text-accent-text">{props.title}</p>
        <p dir="auto" className="truncate text-ink-muted">
          {props.text}
        </p>
      </div>
      <IconButton label={props.cancel} icon={<X aria-hidden size={16} />} onClick={props.onCancel} />
    </div>
  );
}

/** Films and sounds go as such, as in Telegram's apps; everything else as a document. */
function deedOf(file: File, data: string, words: string, asPhoto: boolean): Deed {
  const caption = words === "" ? {} : { caption: words };
  if (asPhoto) return { photo: data, ...caption };
  const sent = { data, file_name: file.name, ...(file.type && { mime_type: file.type }) };
  if (file.type.startsWith("video/")) return { video: sent, ...caption };
  if (file.type.startsWith("audio/")) return { audio: sent, ...caption };
  return { document: sent, ...caption };
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",")[1] ?? "");
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
