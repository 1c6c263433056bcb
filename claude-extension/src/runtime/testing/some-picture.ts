import { crc32, deflateSync } from 'node:zlib';

/** A PNG with an evening sky in it, so that one can see whether it is shown right. */
export function somePicture(width: number, height: number): Buffer {
    const rows = Buffer.alloc(height * (1 + width * 3));
    for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
            const isSun = Math.hypot(x - width * 0.7, y - height * 0.6) < height / 6;
            const colour = isSun ? [255, 214, 102] : [40 + (200 * y) / height, 60 + (60 * x) / width, 150];
            rows.set(
                colour.map(part => Math.round(part)),
                y * (1 + width * 3) + 1 + x * 3
            );
        }
    }
    const head = Buffer.alloc(13);
    head.writeUInt32BE(width, 0);
    head.writeUInt32BE(height, 4);
    // eight bits each of red, green and blue
    head.set([8, 2], 8);
    const signature = Buffer.from('89504e470d0a1a0a', 'hex');
    return Buffer.concat([
        signature,
        chunk('IHDR', head),
        chunk('IDAT', deflateSync(rows)),
        chunk('IEND', Buffer.alloc(0))
    ]);
}

function chunk(name: string, content: Buffer): Buffer {
    const named = Buffer.concat([Buffer.from(name), content]);
    const length = Buffer.alloc(4);
    const sum = Buffer.alloc(4);
    length.writeUInt32BE(content.length);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, sum]);
}
