export { LiveBanner } from "./live-banner";
export { type LiveHint, openingHint, resyncTopic } from "./protocol";
export { useFresh } from "./use-fresh";
export { useLive, useLiveState } from "./use-live";
