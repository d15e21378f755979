/**
 * What every answer tells the browser, stated once: for the entry (`scripts/serve.mjs`), Next's own headers
 * (`next.config.mjs`) and the proxy that gives each page its nonce (`proxy.ts`). Plain JavaScript, because the first two
 * run before anything is built. What each header stops stands in docs/security.md.
 */

/**
 * The styles that sonner puts into the page by a <style> of its own, which has no way to carry a nonce: the hash of its
 * version of today, held against the installed one by lib/security-headers.test.ts.
 */
export const toastStyleHash = "sha256-StEaX+se6YS7pqjzrzMIA0KaX9zF/8zAhvQXZAe5epY=";

/** An empty <style>, which sonner's is for a moment. */
const emptyStyleHash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

/** For data, files and errors: nothing in them may run, load or be framed. */
export const dataPolicy =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

/** For a mail that one of our own pages shows in a frame: it is looked at, and its links open beside it. */
export const framedPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; " +
  "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

/** For scripts, styles and typefaces of the build: a worker lives under the policy of its own file. */
export const assetPolicy =
  "default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * The headers of an answer that is no page.
 *
 * @param {string} [origin] the public address: over HTTPS browsers are told to come back by nothing else
 */
export function answerHeaders(origin) {
  return {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": dataPolicy,
    ...(origin?.startsWith("https://") ? { "strict-transport-security": "max-age=63072000" } : {}),
  };
}

/** The same for what may be a page: what only a document heeds is added, and its own policy comes later. */
export function documentHeaders(origin) {
  return {
    ...answerHeaders(origin),
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy":
      "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), " +
      "magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=(), xr-spatial-tracking=()",
  };
}

/**
 * The policy of one page view. Scripts run by their nonce or because such a script loaded them, so neither a reflected
 * text nor an uploaded file ever does. Style attributes are allowed: positions in long lists and charts are written as
 * such, and they can load nothing from elsewhere.
 *
 * @param {string} nonce
 * @param {{ isDev: boolean }} options in development React needs eval, and reloading writes styles
 */
export function pagePolicy(nonce, { isDev }) {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    `style-src-elem 'self' ${isDev ? "'unsafe-inline'" : `'${toastStyleHash}' '${emptyStyleHash}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
