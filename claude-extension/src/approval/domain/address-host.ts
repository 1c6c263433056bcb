/**
 * The host of an `https` address, in small letters. Undefined for everything else: another scheme, a port, somebody's name
 * or password, and whatever two readers could understand in two ways.
 */
export function hostOf(address: string): string | undefined {
    const match = /^https:\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:[/?#][^\\\s]*)?$/i.exec(address);
    return match?.[1].toLowerCase();
}
