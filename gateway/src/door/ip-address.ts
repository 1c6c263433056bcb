import { BlockList, isIP } from 'node:net';

/** An address as a socket tells it, in one form: IPv4 inside IPv6 (`::ffff:10.0.0.1`) becomes plain IPv4. */
export function plainAddress(address: string | undefined): string {
    const text = address ?? '';
    return /^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(text) ? text.slice(7) : text;
}

/** Whether an IP address is the own machine's. Names are not addresses: `localhost` is not accepted here. */
export function isLoopbackAddress(address: string): boolean {
    const plain = plainAddress(address);
    return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'));
}

/** A set of addresses and ranges, as `TRUST_PROXY` names them: `loopback`, `10.0.0.1`, `10.0.0.0/8`, `fd00::/8`. */
export class AddressSet {
    private readonly list = new BlockList();

    constructor(entries: readonly string[]) {
        for (const entry of entries.flatMap(name => (name === 'loopback' ? ['127.0.0.0/8', '::1'] : [name]))) {
            const [address = '', bits] = entry.split('/');
            const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
            this.list.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family);
        }
    }

    has(address: string): boolean {
        const plain = plainAddress(address);
        const family = isIP(plain);
        return family > 0 && this.list.check(plain, family === 6 ? 'ipv6' : 'ipv4');
    }
}
