import { expect } from 'chai';
import { headersForUpstream, headersFromUpstream } from './upstream';

const IDE = { name: 'ide', socketPath: '/run/ide.sock', secret: 's3cret' };

describe('headers between browser and ide', () => {
    it('S17: passes on what the request is, and nothing of who the person is to the gateway', () => {
        const sent = headersForUpstream(
            {
                host: 'evil.com',
                accept: '*/*',
                origin: 'http://localhost:3030',
                connection: 'keep-alive, x-a',
                authorization: 'Bearer t',
                cookie: '__Host-dispatch=id; theia-connection-token=t; dispatch=id; other=1',
                forwarded: 'for=1.1.1.1',
                'x-forwarded-for': '1.1.1.1',
                'x-forwarded-anything': '1',
                'x-dispatch-secret': 'guessed',
                'sec-websocket-extensions': 'permessage-deflate'
            },
            'localhost:3030',
            IDE
        );
        expect(sent).to.deep.equal({
            accept: '*/*',
            origin: 'http://localhost:3030',
            cookie: 'theia-connection-token=t',
            'sec-websocket-extensions': 'permessage-deflate',
            host: 'localhost:3030',
            'x-dispatch-secret': 's3cret'
        });
    });

    it('S17: lets no cookie of ours and no policy of the ide out', () => {
        const answered = headersFromUpstream({
            'content-type': 'text/plain',
            'content-length': '2',
            'x-powered-by': 'Express',
            'content-security-policy': 'none',
            'transfer-encoding': 'chunked',
            'set-cookie': ['dispatch=x', '__Host-dispatch=x', 'theia-connection-token=t; Path=/']
        });
        expect(answered).to.deep.equal({
            'content-type': 'text/plain',
            'content-length': '2',
            'set-cookie': ['theia-connection-token=t; Path=/']
        });
    });
});
