export declare const toastStyleHash: string;
export declare const dataPolicy: string;
export declare const framedPolicy: string;
export declare const assetPolicy: string;
export declare function answerHeaders(origin?: string): Record<string, string>;
export declare function documentHeaders(origin?: string): Record<string, string>;
export declare function pagePolicy(nonce: string, options: { isDev: boolean }): string;
