export * from "./errors";
export { receiveUpload } from "./receive-upload";
export { toParcels } from "./rules";
export { sweepUploads, uploadLaterHandlers } from "./sweep-uploads";
export { attachUploads, type TakenUpload, takeUploads } from "./take-uploads";
export { uploadCore } from "./upload-core";
