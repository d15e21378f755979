import { Body } from "@react-email/body";
import { Button } from "@react-email/button";
import { Container } from "@react-email/container";
import { Head } from "@react-email/head";
import { Heading } from "@react-email/heading";
import { Hr } from "@react-email/hr";
import { Html } from "@react-email/html";
import { Img } from "@react-email/img";
import { Link } from "@react-email/link";
import { Preview } from "@react-email/preview";
import { Section } from "@react-email/section";
import { Text } from "@react-email/text";
import type { CSSProperties } from "react";
import { directionOf, type Locale } from "@/lib/i18n/locales";
import type { MailBlock, MailBody } from "./body";

export const markContentId = "mark@santral";

/** The product's colours (app/tokens.css) as mail programs know colours. */
const light = {
  paper: "#faf9f6",
  surface: "#fffefe",
  line: "#e0deda",
  ink: "#211e18",
  muted: "#54514a",
  faint: "#6b6760",
  accent: "#007879",
  accentInk: "#f8fdfd",
  accentSoft: "#dcf2f1",
  accentText: "#006364",
};
const dark: typeof light = {
  paper: "#12100e",
  surface: "#1a1916",
  line: "#312f2b",
  ink: "#efece8",
  muted: "#b8b5b0",
  faint: "#98958e",
  accent: "#40bebe",
  accentInk: "#021818",
  accentSoft: "#073232",
  accentText: "#72d8d7",
};

const fonts = "Inter, 'Segoe UI', Roboto, Helvetica, Arial, 'IBM Plex Sans Arabic', Tahoma, sans-serif";

/** Light stands in the elements, for programs that drop the sheet; dark is said over it where it is understood. */
const darkSheet = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .paper, .paper > table > tbody > tr > td { background-color: ${dark.paper} !important; }
  .surface { background-color: ${dark.surface} !important; border-color: ${dark.line} !important; }
  .line { border-color: ${dark.line} !important; }
  .ink { color: ${dark.ink} !important; }
  .muted { color: ${dark.muted} !important; }
  .faint { color: ${dark.faint} !important; }
  .accent { background-color: ${dark.accent} !important; color: ${dark.accentInk} !important; }
  .accent-text { color: ${dark.accentText} !important; }
  .soft { background-color: ${dark.accentSoft} !important; }
}`;

type Side = "left" | "right";

/** The mail as React; `renderToStaticMarkup` makes the HTML part of it. Readable without pictures and without the sheet. */
export function MailPage({ body, locale }: { body: MailBody; locale: Locale }) {
  const dir = directionOf(locale);
  // Mail programs know neither logical sides nor `start`.
  const side: Side = dir === "rtl" ? "right" : "left";
  const base: CSSProperties = { fontFamily: fonts, textAlign: side, direction: dir };
  return (
    <Html lang={locale} dir={dir}>
      <Head>
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{body.subject}</title>
        <style>{darkSheet}</style>
      </Head>
      <Preview>{body.preview}</Preview>
      <Body className="paper" style={{ backgroundColor: light.paper, margin: 0, padding: "24px 12px" }}>
        <Container style={{ maxWidth: 560, ...base }}>
          <Brand side={side} />
          <Section
            className="surface"
            style={{
              backgroundColor: light.surface,
              border: `1px solid ${light.line}`,
              borderRadius: 8,
              padding: "28px 28px 20px",
            }}
          >
            <Heading
              as="h1"
              className="ink"
              style={{ ...base, color: light.ink, fontSize: 22, lineHeight: "30px", margin: "0 0 16px" }}
            >
              {body.title}
            </Heading>
            {body.blocks.map((block, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a mail is rendered once and never again
              <Block key={index} block={block} base={base} />
            ))}
          </Section>
          <Text className="faint" style={{ ...base, color: light.faint, fontSize: 12, lineHeight: "18px" }}>
            {body.sender}
            {body.unsubscribe && (
              <>
                <br />
                <Link
                  className="faint"
                  href={body.unsubscribe.url}
                  style={{ color: light.faint, textDecoration: "underline" }}
                >
                  {body.unsubscribe.label}
                </Link>
              </>
            )}
          </Text>
        </Container>
      </Body>
    </Html>
  );
}

function Brand({ side }: { side: Side }) {
  const gap = side === "right" ? { paddingRight: 10 } : { paddingLeft: 10 };
  return (
    <table role="presentation" cellPadding={0} cellSpacing={0} border={0} style={{ margin: "0 0 16px" }}>
      <tbody>
        <tr>
          <td>
            <Img src={`cid:${markContentId}`} width={28} height={28} alt="" style={{ display: "block" }} />
          </td>
          <td
            className="ink"
            style={{ ...gap, color: light.ink, fontFamily: fonts, fontSize: 17, fontWeight: 600 }}
            dir="ltr"
          >
            Santral
          </td>
        </tr>
      </tbody>
    </table>
  );
}

function Block({ block, base }: { block: MailBlock; base: CSSProperties }) {
  const paragraph: CSSProperties = {
    ...base,
    color: light.ink,
    fontSize: 15,
    lineHeight: "24px",
    margin: "0 0 14px",
  };
  switch (block.kind) {
    case "text":
      return (
        <Text className="ink" style={paragraph}>
          {block.text}
        </Text>
      );
    case "note":
      return (
        <Text
          className="muted"
          style={{ ...paragraph, color: light.muted, fontSize: 13, lineHeight: "20px" }}
        >
          {block.text}
        </Text>
      );
    case "button":
      return (
        <>
          <Button
            className="accent"
            href={block.url}
            style={{
              backgroundColor: light.accent,
              color: light.accentInk,
              borderRadius: 6,
              fontFamily: fonts,
              fontSize: 15,
              fontWeight: 600,
              padding: "12px 20px",
              margin: "4px 0 16px",
            }}
          >
            {block.label}
          </Button>
          <Text
            className="faint"
            style={{
              ...paragraph,
              color: light.faint,
              fontSize: 12,
              lineHeight: "18px",
            }}
          >
            {block.copyLink}
            <br />
            <Link
              className="accent-text"
              href={block.url}
              dir="ltr"
              style={{ color: light.accentText, wordBreak: "break-all" }}
            >
              {block.url}
            </Link>
          </Text>
        </>
      );
    case "facts":
      return (
        <table role="presentation" cellPadding={0} cellSpacing={0} border={0} style={{ margin: "0 0 14px" }}>
          <tbody>
            {block.rows.map(({ label, value }) => (
              <tr key={label}>
                <td className="muted" style={{ ...cell(base), color: light.muted, paddingInlineEnd: 16 }}>
                  {label}
                </td>
                <td className="ink" style={{ ...cell(base), color: light.ink }}>
                  {value}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      );
    case "figures":
      return <Figures block={block} base={base} />;
    case "picture":
      return (
        <Img
          src={`cid:${block.contentId}`}
          alt={block.alt}
          width={block.width}
          height={block.height}
          style={{
            width: "100%",
            maxWidth: block.width,
            height: "auto",
            borderRadius: 6,
            margin: "4px 0 16px",
          }}
        />
      );
    case "aside":
      return (
        <Section
          className="soft"
          style={{
            backgroundColor: light.accentSoft,
            borderRadius: 6,
            padding: "12px 16px",
            margin: "4px 0 16px",
          }}
        >
          <Text
            className="accent-text"
            style={{ ...paragraph, color: light.accentText, fontWeight: 600, margin: 0 }}
          >
            {block.title}
          </Text>
          <Text className="ink" style={{ ...paragraph, margin: 0 }}>
            {block.text}
          </Text>
        </Section>
      );
  }
}

function Figures({ block, base }: { block: MailBlock & { kind: "figures" }; base: CSSProperties }) {
  const end: Side = base.textAlign === "right" ? "left" : "right";
  const number: CSSProperties = { ...cell(base), textAlign: end, fontVariantNumeric: "tabular-nums" };
  return (
    <>
      <table width="100%" cellPadding={0} cellSpacing={0} border={0} style={{ borderCollapse: "collapse" }}>
        <thead>
          <tr>
            {[block.head.label, block.head.value, block.head.change].map((text, index) => (
              <th
                key={text}
                scope="col"
                className="faint line"
                style={{
                  ...(index === 0 ? cell(base) : number),
                  color: light.faint,
                  fontSize: 12,
                  fontWeight: 400,
                  borderBottom: `1px solid ${light.line}`,
                }}
              >
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {block.rows.map(({ label, value, change }) => (
            <tr key={label}>
              <td className="ink" style={{ ...cell(base), color: light.ink }}>
                {label}
              </td>
              <td className="ink" style={{ ...number, color: light.ink, fontWeight: 600 }}>
                {value}
              </td>
              <td className="muted" style={{ ...number, color: light.muted, direction: "ltr" }}>
                {change}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Hr className="line" style={{ borderTop: `1px solid ${light.line}`, margin: "8px 0 16px" }} />
    </>
  );
}

const cell = (base: CSSProperties): CSSProperties => ({
  ...base,
  fontSize: 14,
  lineHeight: "20px",
  padding: "6px 0",
});
