"use client";

import ArrowLeft from "lucide-react/icons/arrow-left";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { DescriptionList } from "@/components/ui/card";
import { IconButton } from "@/components/ui/icon-button";
import { SkeletonText } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { Tabs } from "@/components/ui/tab-panels";
import { toast } from "@/components/ui/toast";
import { useFormat } from "@/lib/format/use-format";
import type { StoredMail } from "@/sandbox/mail/records";
import type { MailControl } from "./control";

type Part = "html" | "text" | "headers" | "links" | "files";
type Read = { state: "loading" } | { state: "failed" } | ({ state: "read" } & Opened);
type Opened = { mail: StoredMail; htmlUrl: string | null };

/** One mail in its parts, and what may still happen to it. */
export function MailView(props: { id: string; control: MailControl; onBack: () => void }) {
  const { id, control } = props;
  const t = useTranslations("mail.mailbox");
  const [opened, setOpened] = useState<Read>({ state: "loading" });
  useEffect(() => {
    control.read(id).then(
      (found) => setOpened({ state: "read", ...found }),
      () => setOpened({ state: "failed" }),
    );
  }, [control, id]);
  const back = (
    <IconButton
      label={t("back")}
      icon={<ArrowLeft aria-hidden size={20} className="flip-rtl" />}
      onClick={props.onBack}
      className="lg:hidden"
    />
  );
  if (opened.state === "loading") {
    return (
      <div className="p-6" aria-busy>
        <SkeletonText lines={6} />
      </div>
    );
  }
  if (opened.state === "failed") return <ErrorState happened={t("failedHint")} action={back} />;
  return <OpenMail {...opened} control={control} back={back} />;
}

function OpenMail({ mail, htmlUrl, control, back }: Opened & { control: MailControl; back: ReactNode }) {
  const t = useTranslations("mail.mailbox");
  const format = useFormat();
  const [part, setPart] = useState<Part>(htmlUrl ? "html" : "text");
  const report = (kind: "bounce" | "complaint") =>
    control.report(mail.id, kind).then(
      ({ status }) =>
        status === 200 ? toast.done(t("reported")) : toast.failed(t("reportFailed", { status })),
      () => toast.failed(t("failed"), { detail: t("failedHint") }),
    );
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <div className="flex flex-col gap-3 px-4 pt-4 sm:px-6">
        <div className="flex items-start gap-2">
          {back}
          <h2 className="min-w-0 flex-1 break-words font-semibold text-lg">
            <bdi>{mail.subject}</bdi>
          </h2>
        </div>
        <DescriptionList
          items={[
            { term: t("from"), value: <bdi>{mail.from}</bdi> },
            { term: t("to"), value: <bdi>{mail.envelope.to.join(", ")}</bdi> },
          ]}
        />
        <div className="flex flex-wrap items-center gap-2">
          <span className="text-ink-muted text-sm">
            {format.dateTime(mail.receivedAt)} · {format.bytes(mail.sizeBytes)}
          </span>
          <Button size="sm" variant="ghost" className="ms-auto" onClick={() => void report("bounce")}>
            {t("bounce")}
          </Button>
          <Button size="sm" variant="ghost" onClick={() => void report("complaint")}>
            {t("complaint")}
          </Button>
        </div>
      </div>
      <Tabs<Part>
        label={t("parts")}
        value={part}
        onValueChange={setPart}
        className="px-4 pt-2 pb-4 sm:px-6"
        items={[
          { value: "html", label: t("html"), content: <HtmlPart url={htmlUrl} /> },
          {
            value: "text",
            label: t("text"),
            content: <pre className="whitespace-pre-wrap break-words font-sans">{mail.text}</pre>,
          },
          { value: "headers", label: t("headers"), content: <Headers headers={mail.headers} /> },
          { value: "links", label: t("links"), count: mail.links.length, content: <Links of={mail} /> },
          { value: "files", label: t("files"), count: mail.attachments.length, content: <Files of={mail} /> },
        ]}
      />
    </div>
  );
}

/** In a frame that runs no script and loads nothing from elsewhere; its links open beside this page. */
function HtmlPart({ url }: { url: string | null }) {
  const t = useTranslations("mail.mailbox");
  if (!url) return <p className="text-ink-muted">{t("noHtml")}</p>;
  return (
    <iframe
      title={t("frame")}
      src={url}
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      className="h-[70dvh] w-full rounded-lg border border-line"
    />
  );
}

const Headers = ({ headers }: { headers: StoredMail["headers"] }) => (
  <dl className="grid gap-x-4 gap-y-1 font-mono text-sm sm:grid-cols-[minmax(10rem,auto)_1fr]" dir="ltr">
    {headers.map(({ name, value }, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: headers stand in a fixed order and may repeat
      <div key={index} className="contents">
        <dt className="text-ink-muted">{name}</dt>
        <dd className="min-w-0 break-all max-sm:mb-2">{value}</dd>
      </div>
    ))}
  </dl>
);

function Links({ of }: { of: StoredMail }) {
  const t = useTranslations("mail.mailbox");
  if (of.links.length === 0) return <p className="text-ink-muted">{t("noLinks")}</p>;
  return (
    <ul className="flex flex-col gap-2">
      {of.links.map((link) => (
        <li key={link}>
          <a
            href={link}
            target="_blank"
            rel="noreferrer"
            dir="ltr"
            className="break-all text-accent-text underline"
          >
            {link}
          </a>
        </li>
      ))}
    </ul>
  );
}

function Files({ of }: { of: StoredMail }) {
  const t = useTranslations("mail.mailbox");
  const format = useFormat();
  if (of.attachments.length === 0) return <p className="text-ink-muted">{t("noFiles")}</p>;
  return (
    <ul className="flex flex-col gap-2">
      {of.attachments.map(({ name, type, sizeBytes, contentId }) => (
        <li key={`${name} ${contentId}`} className="flex flex-wrap gap-x-3" dir="ltr">
          <span>{name}</span>
          <span className="text-ink-muted">
            {type} · {format.bytes(sizeBytes)} {contentId && `· cid:${contentId}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
