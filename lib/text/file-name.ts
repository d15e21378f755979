/** Marks that write nothing but turn what follows around or hide it: "gepj.exe" must not read "exe.jpeg". */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/gu;
/** What separates folders on some system, and what looks like it. */
const separators = /[/\\:\u2044\u2215\u29f8\u29f9\u2571\uff0f\uff3c\ufe68\uff1a\u2236\ua789]/gu;
/** What a system or a header reads as something else than a part of a name. */
const unfit = /[<>"|?*]/g;

/** The longest name that is kept, in UTF-16 units; the ending survives. */
const longest = 120;

/**
 * A name given by others, made fit to be shown and to be a file's name: without folders, marks that cannot be seen and
 * leading dots, at most 120 units long. Empty when nothing of it is left.
 */
export function safeFileName(name: string): string {
  const bare = name
    .toWellFormed()
    .replace(invisible, "")
    .replace(separators, "/")
    .split("/")
    .map((part) => part.trim())
    .filter((part) => !/^\.*$/.test(part))
    .at(-1);
  if (!bare) return "";
  const fit = bare
    .replace(unfit, "_")
    .replace(/^\.+/, "")
    .replace(/[. ]+$/, "")
    .replace(/\s+/g, " ");
  if (fit.length <= longest) return fit;
  const dot = fit.lastIndexOf(".");
  const ending = dot > 0 && fit.length - dot <= 12 ? fit.slice(dot) : "";
  return (fit.slice(0, longest - ending.length) + ending).toWellFormed().replaceAll("\ufffd", "");
}

/** The header that makes a browser save it under that name, whatever letters it has (RFC 6266, RFC 8187). */
export function contentDisposition(how: "inline" | "attachment", name: string): string {
  const fit = safeFileName(name);
  if (!fit) return how;
  const plain = fit
    .normalize("NFKD")
    .replace(/[^\x20-\x7e]/g, "_")
    .replace(/["\\%]/g, "_");
  const encoded = encodeURIComponent(fit).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${how}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
