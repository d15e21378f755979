export { LiveBanner } from "./live-banner";
export { type LiveHint, resyncTopic } from "./protocol";
export { useLive, useLiveState } from "./use-live";
