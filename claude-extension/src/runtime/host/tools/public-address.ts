import { BlockList, isIP } from 'node:net';

/** IANA's registries of special-purpose addresses (iana-ipv4-, iana-ipv6-special-registry), and multicast. */
const SPECIAL_IPV4: readonly [string, number][] = [
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.88.99.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4]
];
/** Parts of 2000::/3 that are not public, or that carry an IPv4 address. */
const SPECIAL_IPV6: readonly [string, number][] = [
    ['2001::', 23],
    ['2001:db8::', 32],
    ['2002::', 16],
    ['3fff::', 20]
];

const special = new BlockList();
for (const [net, prefix] of SPECIAL_IPV4) {
    special.addSubnet(net, prefix, 'ipv4');
}
for (const [net, prefix] of SPECIAL_IPV6) {
    special.addSubnet(net, prefix, 'ipv6');
}
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');

/**
 * Whether the address is one of the public internet: not of this machine, of its networks, or of anything that is
 * translated into them. False for what is no address, and for one with a zone.
 */
export function isPublicAddress(address: string): boolean {
    if (address.includes('%')) {
        return false;
    }
    switch (isIP(address)) {
        case 4:
            return !special.check(address, 'ipv4');
        case 6:
            return global6.check(address, 'ipv6') && !special.check(address, 'ipv6');
        default:
            return false;
    }
}
