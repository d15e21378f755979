import { hash } from "node:crypto";

/**
 * The one style of the page; the colours are those of the panel (`app/tokens.css`). The pictures grow with their place,
 * and the words in them are to be read in a narrow one and not to shout in a wide one.
 */
export const pageStyle = `
:root{color-scheme:light dark;--paper:light-dark(oklch(.998 .001 85),oklch(.212 .006 85));--line:light-dark(oklch(.902 .006 85),oklch(.305 .008 85));--sunken:light-dark(oklch(.958 .005 85),oklch(.158 .005 85));--ink:light-dark(oklch(.235 .012 85),oklch(.945 .006 85));--muted:light-dark(oklch(.435 .012 85),oklch(.775 .008 85));--good:light-dark(oklch(.47 .115 150),oklch(.8 .14 152));--bad:light-dark(oklch(.51 .175 27),oklch(.77 .13 25));--c2:light-dark(oklch(.46 .085 195),oklch(.85 .125 172));--c4:light-dark(oklch(.57 .12 55),oklch(.71 .14 60));--c5:light-dark(oklch(.62 .14 240),oklch(.64 .14 250))}
html[data-theme=light]{color-scheme:light}html[data-theme=dark]{color-scheme:dark}
*{box-sizing:border-box;margin:0}body{font:14px/1.45 system-ui,sans-serif;background:var(--paper);color:var(--ink);padding:16px;max-width:52rem;margin-inline:auto}
h1{font-size:17px;font-weight:600}h2{font-size:14px;font-weight:600;margin-block-end:8px}header{display:flex;flex-wrap:wrap;gap:2px 12px;align-items:baseline;margin-block-end:12px}
.muted{color:var(--muted);font-size:12.5px}.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:10px}
.card,section{border:1px solid var(--line);border-radius:8px;padding:12px;min-width:0}.value{font-size:22px;font-weight:600;font-variant-numeric:tabular-nums}
.up{color:var(--good)}.down{color:var(--bad)}.parts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,320px),1fr));gap:10px;margin-block-start:10px}
svg{display:block;width:100%;height:auto;overflow:visible}.key svg{display:inline;width:9px}svg text{fill:var(--muted);font:11px system-ui,sans-serif}
section{container-type:inline-size}@container (width<420px){.bars text{font-size:15px}}@container (width>560px){.bars text{font-size:8.5px}}
details{margin-block-start:8px}summary{cursor:pointer;color:var(--muted);font-size:12.5px;min-height:24px}.scroll{overflow:auto;max-height:240px}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}th,td{text-align:end;padding:3px 8px;border-block-start:1px solid var(--line);font-weight:400}th:first-child{text-align:start}thead th{color:var(--muted);border:0;font-size:12.5px}
.key{display:flex;flex-wrap:wrap;gap:4px 14px;margin-block-end:6px;font-size:12.5px;color:var(--muted)}
.plain{display:grid;place-items:center;min-height:60vh;text-align:center}.plain p{color:var(--muted);margin-block-start:6px}
footer{margin-block-start:12px}`;

/** For the page's policy: no other style is taken. */
export const pageStyleHash = `sha256-${hash("sha256", pageStyle, "base64")}`;
