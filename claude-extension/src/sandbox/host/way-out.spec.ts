import { expect } from 'chai';
import { authorityOf, proxyFor, stationOf } from './way-out';

const NAMES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'].flatMap(name => [name, name.toLowerCase()]);

describe('the way out of the egress proxy', () => {
    const before = new Map(NAMES.map(name => [name, process.env[name]]));
    beforeEach(() => NAMES.forEach(name => delete process.env[name]));
    afterEach(() => {
        for (const [name, value] of before) {
            if (value === undefined) {
                delete process.env[name];
            } else {
                process.env[name] = value;
            }
        }
    });

    it('is direct where the environment names no proxy, one that speaks no HTTP, or makes an exception', () => {
        expect(proxyFor('https', { host: 'far.example', port: 443 })).to.equal(undefined);
        process.env['ALL_PROXY'] = 'socks5://proxy.example:1080';
        expect(proxyFor('https', { host: 'far.example', port: 443 })).to.equal(undefined);
        process.env['HTTPS_PROXY'] = 'http://proxy.example:3128';
        process.env['NO_PROXY'] = '.near.example';
        expect(proxyFor('https', { host: 'a.near.example', port: 443 })).to.equal(undefined);
        expect(proxyFor('https', { host: 'far.example', port: 443 })?.href).to.equal('http://proxy.example:3128/');
    });

    it('is direct to this machine, which a proxy elsewhere cannot reach', () => {
        process.env['ALL_PROXY'] = 'http://proxy.example:3128';
        for (const host of ['localhost', '127.0.0.1', '127.1.2.3', '::1']) {
            expect(proxyFor('http', { host, port: 8080 }), host).to.equal(undefined);
        }
        expect(proxyFor('http', { host: '2001:db8::1', port: 8080 })?.hostname).to.equal('proxy.example');
    });

    it('names targets and proxies as they are asked', () => {
        expect(authorityOf({ host: '2001:db8::1', port: 443 })).to.equal('[2001:db8::1]:443');
        expect(stationOf(new URL('http://proxy.example'))).to.deep.include({
            host: 'proxy.example',
            port: 80,
            headers: {}
        });
        const authorization = `Basic ${Buffer.from('ada:p@ss').toString('base64')}`;
        expect(stationOf(new URL('https://ada:p%40ss@[::1]'))).to.deep.include({
            host: '::1',
            port: 443,
            headers: { 'proxy-authorization': authorization }
        });
    });
});
