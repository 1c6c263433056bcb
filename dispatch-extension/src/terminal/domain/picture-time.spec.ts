import { expect } from 'chai';
import { OutputMoment, waitForPicture } from './picture-time';

describe('the time for a picture', () => {
    const at = (moment: Partial<OutputMoment>): number =>
        waitForPicture({ nowMs: 1_000, grewAtMs: 1_000, dueAtMs: 1_400, endsWithPrompt: () => false, ...moment });

    it('has come when no output came for a while', () => {
        expect([at({ grewAtMs: 985 }), at({ grewAtMs: 986 }) > 0]).to.deep.equal([0, true]);
    });

    it('comes sooner where the output ends with a prompt, but not in the middle of what is printed', () => {
        const endsWithPrompt = (): boolean => true;
        expect([at({ grewAtMs: 998, endsWithPrompt }), at({ grewAtMs: 999, endsWithPrompt }) > 0]).to.deep.equal([
            0,
            true
        ]);
    });

    it('comes in a flood as well', () => {
        expect([at({ nowMs: 1_399, grewAtMs: 1_399 }) > 0, at({ nowMs: 1_400, grewAtMs: 1_400 })]).to.deep.equal([
            true,
            0
        ]);
    });

    it('does not look for a prompt while output comes', () => {
        const asked: string[] = [];
        at({ endsWithPrompt: () => asked.push('asked') > 0 });
        expect(asked).to.deep.equal([]);
    });
});
