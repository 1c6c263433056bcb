import { expect } from 'chai';
import { listConfiguration } from './configuration';
import { personEnvironment } from './person-environment';

describe('environment of a person', () => {
    it('is the one in which Dispatch was started, without what npm added', () => {
        expect(
            personEnvironment({
                HOME: '/home/me',
                LANG: 'en_GB.UTF-8',
                MY_OWN: 'kept',
                NODE_EXTRA_CA_CERTS: '/etc/ca.pem',
                npm_config_cache: '/x',
                npm_lifecycle_event: 'start',
                NPM_CONFIG_FOO: 'x',
                INIT_CWD: '/x',
                NODE: '/x/node',
                NODE_OPTIONS: '--inspect',
                PATH: '/repo/node_modules/.bin:/node_modules/.bin:/x/@npmcli/run-script/lib/node-gyp-bin:/usr/bin:/home/me/bin'
            })
        ).to.deep.equal({
            HOME: '/home/me',
            LANG: 'en_GB.UTF-8',
            MY_OWN: 'kept',
            NODE_EXTRA_CA_CERTS: '/etc/ca.pem',
            PATH: '/usr/bin:/home/me/bin'
        });
    });

    it('holds none of our own variables', () => {
        const ours = Object.fromEntries(
            [...listConfiguration().map(entry => entry.name), 'DISPATCH_CONTAINER'].map(name => [name, 'x'])
        );
        expect(personEnvironment({ ...ours, PATH: '/bin' })).to.deep.equal({ PATH: '/bin' });
    });
});
