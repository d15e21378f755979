import { crc32, deflateSync } from "node:zlib";

const drawn = new Map<string, Buffer>();
const rememberedDrawings = 64;

/** A plain grey PNG of the given size; the last few sizes are drawn once. */
export function grey(width: number, height: number): Buffer {
  const key = `${width}x${height}`;
  let image = drawn.get(key);
  if (!image) {
    image = draw(width, height);
    if (drawn.size >= rememberedDrawings) drawn.clear();
    drawn.set(key, image);
  }
  return image;
}

function draw(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8; // bits per sample; the colour type stays 0: greyscale
  const rows = Buffer.alloc((width + 1) * height, 0xcc);
  for (let row = 0; row < height; row += 1) rows[row * (width + 1)] = 0; // no filter
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
