import { expect } from 'chai';
import { AllowedHosts } from './allowed-hosts';

describe('allowed hosts', () => {
    const local = new AllowedHosts({ port: () => 3030, reachable: false });
    const open = new AllowedHosts({ port: () => 3030, reachable: true, publicHost: 'ide.example.org' });

    it('knows the own machine by its names, with the right port', () => {
        for (const host of [
            'localhost:3030',
            'LOCALHOST:3030',
            'dispatch.localhost:3030',
            '127.0.0.1:3030',
            '[::1]:3030'
        ]) {
            expect(local.kindOf(host), host).to.equal('own');
        }
    });

    it('S12: refuses every other name, port and address while only this machine can reach it', () => {
        const others = [
            'evil.com',
            'evil.com:3030',
            'localhost',
            'localhost:3031',
            '10.0.0.1:3030',
            'localhost.evil.com:3030',
            'x.localhost:3030'
        ];
        const broken = [
            '',
            ':3030',
            'localhost:',
            'localhost:3030:3030',
            'user@localhost:3030',
            'localhost:3030/',
            '[::1'
        ];
        for (const host of [...others, ...broken]) {
            expect(local.kindOf(host), host).to.equal(undefined);
        }
    });

    it('takes the public name and any address once others can reach it, and still no other name', () => {
        const kinds = [
            'ide.example.org',
            '10.0.0.1:3030',
            '[fd00::1]:3030',
            'localhost:8080',
            'evil.com',
            'x.ide.example.org'
        ];
        expect(kinds.map(host => open.kindOf(host))).to.deep.equal(['own', 'own', 'own', 'own', undefined, undefined]);
    });

    it('knows webviews below each of its own hosts, one label deep', () => {
        expect(local.kindOf('3f9a-1c.webview.localhost:3030')).to.equal('webview');
        expect(open.kindOf('3f9a.webview.ide.example.org')).to.equal('webview');
        for (const host of ['webview.localhost:3030', 'a.b.webview.localhost:3030', 'a.webview.evil.com:3030']) {
            expect(local.kindOf(host), host).to.equal(undefined);
        }
    });
});
