export * from "./errors";
export { fetchFile } from "./fetch-file";
export { fileCore } from "./file-core";
export { forgetBytes, forgetFilesOf } from "./forget-files";
export { readFile, type StoredFile } from "./read-file";
export { retryFile } from "./retry-file";
export { keepBytes, keepStaged, readKept, sizeOfKept } from "./store";
export { findStillUnowned, findUnowned, removeUnowned, storeFolders, type Unowned } from "./sweep-store";
export { addUsedBytes, fileRoomBytes } from "./usage";
