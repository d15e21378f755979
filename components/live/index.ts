export { LiveBanner } from "./live-banner";
export { type LiveHint, type LiveState, resyncTopic } from "./protocol";
export { useLive, useLiveState } from "./use-live";
