import { expect } from 'chai';
import { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { AllowedHosts } from './allowed-hosts';
import { AddressSet } from './ip-address';
import { RequestReader } from './request-facts';

function reader(trusted: string[], publicUrl?: string): RequestReader {
    const publicHost = publicUrl ? new URL(publicUrl).host : undefined;
    return new RequestReader(
        new AllowedHosts({ port: () => 3030, reachable: true, publicHost }),
        new AddressSet(trusted),
        publicUrl
    );
}

function from(remoteAddress: string, headers: IncomingHttpHeaders): IncomingMessage {
    return { headers, socket: { remoteAddress } } as IncomingMessage;
}

const FORWARDED = {
    host: '10.0.0.5:3030',
    'x-forwarded-for': '203.0.113.7, 10.0.0.2',
    'x-forwarded-host': 'ide.example.org',
    'x-forwarded-proto': 'https'
};

describe('request facts', () => {
    it('S13: believes nothing that an unknown peer says about others', () => {
        const facts = reader([]).read(from('198.51.100.1', FORWARDED));
        expect(facts).to.deep.equal({
            clientAddress: '198.51.100.1',
            isDirectAndLocal: false,
            host: '10.0.0.5:3030',
            hostKind: 'own',
            secure: false,
            origin: 'http://10.0.0.5:3030'
        });
    });

    it('S13: believes a trusted proxy, up to the nearest address that is not one', () => {
        const facts = reader(['10.0.0.0/8'], 'https://ide.example.org').read(from('::ffff:10.0.0.1', FORWARDED));
        expect(facts).to.deep.equal({
            clientAddress: '203.0.113.7',
            isDirectAndLocal: false,
            host: 'ide.example.org',
            hostKind: 'own',
            secure: true,
            origin: 'https://ide.example.org'
        });
    });

    it('cannot be made to see another client by a longer list', () => {
        const headers = { ...FORWARDED, 'x-forwarded-for': '1.1.1.1, 203.0.113.7, 10.0.0.2' };
        expect(reader(['10.0.0.0/8']).read(from('10.0.0.1', headers)).clientAddress).to.equal('203.0.113.7');
    });

    it('knows TLS by the public address, also without a trusted proxy', () => {
        const facts = reader([], 'https://ide.example.org').read(from('10.0.0.1', { host: 'ide.example.org' }));
        expect([facts.secure, facts.origin]).to.deep.equal([true, 'https://ide.example.org']);
    });

    it('tells a process of this machine from a request that a proxy of this machine passed on', () => {
        const direct = reader([]).read(from('127.0.0.1', { host: '127.0.0.1:3030' }));
        const passedOn = reader([]).read(
            from('127.0.0.1', { host: '127.0.0.1:3030', 'x-forwarded-for': '203.0.113.7' })
        );
        expect([direct.isDirectAndLocal, passedOn.isDirectAndLocal]).to.deep.equal([true, false]);
    });
});
