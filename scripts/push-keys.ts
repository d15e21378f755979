/** `npm run keys:push`: a new pair of keys for notifications in browsers, as two lines for the environment. */
import { makePushKeys } from "./lib/secrets";

for (const [name, value] of Object.entries(makePushKeys())) process.stdout.write(`${name}=${value}\n`);
