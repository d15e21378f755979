export { getLiveStreams, liveCore } from "./live-core";
