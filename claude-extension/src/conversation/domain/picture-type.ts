import type { MessageAttachment } from '../common/claude-events';

/** What each kind of picture begins with; `undefined` stands for any byte. */
const BEGINNINGS: [MessageAttachment['mediaType'], (number | undefined)[]][] = [
    ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
    ['image/jpeg', [0xff, 0xd8, 0xff]],
    ['image/gif', [0x47, 0x49, 0x46, 0x38]],
    ['image/webp', [0x52, 0x49, 0x46, 0x46, undefined, undefined, undefined, undefined, 0x57, 0x45, 0x42, 0x50]]
];

/** What a picture is by its first bytes, whatever its name says; `undefined` for none that Claude can see. */
export function pictureType(bytes: Uint8Array): MessageAttachment['mediaType'] | undefined {
    const found = BEGINNINGS.find(([, beginning]) =>
        beginning.every((byte, index) => (byte === undefined ? index < bytes.length : bytes[index] === byte))
    );
    return found?.[0];
}
