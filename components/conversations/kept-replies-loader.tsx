"use client";

import dynamic from "next/dynamic";
import { lasting } from "@/components/ui/lasting";

/** On every page of the panel, after what the page itself needs. */
export const KeptReplies = dynamic(
  lasting(() => import("./waiting-replies")),
  { ssr: false },
);
