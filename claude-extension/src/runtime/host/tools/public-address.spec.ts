import { expect } from 'chai';
import { isPublicAddress } from './public-address';

describe('public addresses', () => {
    it('are those of the internet', () => {
        const addresses = ['1.1.1.1', '93.184.216.34', '172.15.0.1', '172.32.0.1', '2606:4700::1111', '2a00:1450::1'];
        expect(addresses.filter(address => !isPublicAddress(address))).to.deep.equal([]);
    });

    it('are none of this machine, of its networks, or of what is translated into them', () => {
        const addresses = [
            ...['127.0.0.1', '127.9.9.9', '0.0.0.0', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
            ...['169.254.169.254', '100.64.0.1', '198.18.0.1', '192.0.2.1', '224.0.0.1', '255.255.255.255'],
            ...['::', '::1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12::1', 'fec0::1', 'ff02::1'],
            ...['::ffff:127.0.0.1', '::ffff:8.8.8.8', '::127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', '2001::1'],
            ...['2001:db8::1', 'localhost', '', '127.1', '2606:4700::1111%eth0']
        ];
        expect(addresses.filter(isPublicAddress)).to.deep.equal([]);
    });
});
