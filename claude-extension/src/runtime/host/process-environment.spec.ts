import { expect } from 'chai';
import { claudeCodeEnvironment } from './process-environment';

describe('environment of Claude Code', () => {
    const meter = { url: 'http://127.0.0.1:3030/meter', hasKey: true, tokenKey: 'k'.repeat(32) };
    const person = {
        PATH: '/bin',
        HOME: '/home/ada',
        LC_TIME: 'C',
        HTTPS_PROXY: 'http://proxy:3128',
        NO_PROXY: 'intranet',
        AWS_SECRET_ACCESS_KEY: 'secret',
        ANTHROPIC_API_KEY: 'the real key',
        ANTHROPIC_AUTH_TOKEN: 'another',
        CLAUDE_CODE_USE_BEDROCK: '1',
        NODE_OPTIONS: '--inspect'
    };

    it('is an allow-list, and the meter is never asked of a proxy', () => {
        const { ANTHROPIC_API_KEY: key, ...rest } = claudeCodeEnvironment(person, 'session-1', meter);
        expect(key).to.match(/^session-1\.[\w-]{43}$/);
        expect(rest).to.deep.equal({
            PATH: '/bin',
            HOME: '/home/ada',
            LC_TIME: 'C',
            HTTPS_PROXY: 'http://proxy:3128',
            NO_PROXY: 'intranet,localhost,127.0.0.1,::1',
            no_proxy: 'intranet,localhost,127.0.0.1,::1',
            DISPATCH_CLAUDE_SESSION: 'session-1',
            ANTHROPIC_BASE_URL: 'http://127.0.0.1:3030/meter',
            CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
            CLAUDE_CODE_DISABLE_BACKGROUND_TASKS: '1',
            DISABLE_AUTOUPDATER: '1',
            CLAUDE_AGENT_SDK_CLIENT_APP: 'dispatch'
        });
    });

    it('says nothing of Anthropic where the person is signed in and the gateway has no key', () => {
        const environment = claudeCodeEnvironment(person, 'session-1', { ...meter, hasKey: false });
        expect(Object.keys(environment).filter(name => name.startsWith('ANTHROPIC'))).to.deep.equal([]);
    });
});
