import { expect } from 'chai';
import { withSize } from './unsized-pictures';

describe('a picture of iTerm without its size', () => {
    it('is given the size that its content has, however that is padded', () => {
        for (const content of ['a', 'ab', 'abc', 'abcd']) {
            const base64 = Buffer.from(content).toString('base64');
            for (const sent of [base64, base64.replace(/=+$/, '')]) {
                expect(withSize(`File=inline=1;width=10:${sent}`)).to.equal(
                    `File=size=${content.length};inline=1;width=10:${sent}`
                );
            }
        }
    });

    it('holds up nothing where it is made of padding', () => {
        const padding = '='.repeat(1_000_000);
        expect(withSize(`File=inline=1:${padding}a`)).to.match(/^File=size=750000;/);
    });

    it('is nothing else: what has a size, is to be saved, is empty, or is no file', () => {
        for (const data of [
            'File=size=1;inline=1:YQ==',
            'File=name=YQ==:YQ==',
            'File=inline=0:YQ==',
            'File=inline=1:',
            'File=inline=1',
            'CurrentDir=/home:inline=1'
        ]) {
            expect(withSize(data), data).to.equal(undefined);
        }
    });
});
