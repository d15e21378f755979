"use client";

import dynamic from "next/dynamic";

/** On every page of the panel, after what the page itself needs. */
export const KeptReplies = dynamic(() => import("./waiting-replies"), { ssr: false });
