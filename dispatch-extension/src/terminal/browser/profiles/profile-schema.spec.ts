import { TerminalConfigSchema } from '@theia/terminal/lib/common/terminal-preferences';
import { expect } from 'chai';
import { withFolder } from './profile-schema';

const PROFILES = 'terminal.integrated.profiles.linux';

describe('the schema of profiles', () => {
    it('is Theia’s with a folder, and leaves Theia’s as it is', () => {
        const theias = TerminalConfigSchema.properties[PROFILES];
        expect(fieldsOf(withFolder(theias))).to.deep.equal([...fieldsOf(theias), 'cwd']);
        expect(fieldsOf(theias)).to.include.members(['path', 'args', 'env']).and.not.include('cwd');
    });
});

function fieldsOf(setting: object): string[] {
    const { anyOf } = setting as { anyOf: { additionalProperties: { oneOf: { properties: object }[] } }[] };
    return Object.keys(anyOf[0].additionalProperties.oneOf[0].properties);
}
