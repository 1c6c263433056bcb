import { expect } from 'chai';
import { EgressRules } from './egress-rules';

describe('egress rules', () => {
    const rules = new EgressRules(['registry.npmjs.org', '*.Example.org', 'git.example.com:22', 'localhost:5173']);
    const allowed = (...where: string[]): boolean[] =>
        where.map(each => {
            const [host, port = '443'] = each.split(':');
            return rules.allows(host, Number(port));
        });

    it('allow a name on the ports of the web, however it is written', () => {
        expect(allowed('registry.npmjs.org', 'REGISTRY.npmjs.org.', 'registry.npmjs.org:80')).to.deep.equal([
            true,
            true,
            true
        ]);
        expect(allowed('registry.npmjs.org:22', 'npmjs.org', 'evil-registry.npmjs.org')).to.deep.equal([
            false,
            false,
            false
        ]);
    });

    it('allow what is below a wildcard, and nothing that only ends like it', () => {
        expect(
            allowed('a.example.org', 'a.b.example.org', 'example.org', 'evilexample.org', '.example.org')
        ).to.deep.equal([true, true, false, false, false]);
    });

    it('allow a port that is named, and no other', () => {
        expect(allowed('git.example.com:22', 'git.example.com:443')).to.deep.equal([true, false]);
        expect(rules.localPorts()).to.deep.equal([5173]);
    });

    it('allow nothing where nothing is named', () => {
        expect(new EgressRules([]).allows('localhost', 80)).to.equal(false);
    });
});
