import { readGuidePicture } from "@/lib/guide/read-guide";

/** A picture of the guide. */
export async function GET(_request: Request, { params }: { params: Promise<{ name: string }> }) {
  const picture = await readGuidePicture((await params).name);
  if (!picture) return new Response("Not found", { status: 404 });
  return new Response(new Uint8Array(picture), {
    headers: { "content-type": "image/webp", "cache-control": "public, max-age=3600" },
  });
}
