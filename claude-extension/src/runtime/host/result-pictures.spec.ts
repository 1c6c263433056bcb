import { expect } from 'chai';
import type { SDKMessage } from '@anthropic-ai/claude-agent-sdk';
import { KeptPicture } from './claude-runtime';
import { keepResultPictures, pictureNameOf } from './result-pictures';

describe('pictures in what tools gave back', () => {
    it('are kept under the name of what was read, numbered where there are several', async () => {
        const { names } = await kept([
            { id: 'tool-1', content: [image('AA'), { type: 'text', text: 'x' }, image('BB')] }
        ]);
        expect(names).to.deep.equal(['sky.png AA', 'sky.png (2) BB']);
    });

    it('are not more than the log takes of one result; each of the others says so', async () => {
        const content = Array.from({ length: 23 }, () => image('AA'));
        const { names, blocks } = await kept([{ id: 'tool-1', content }]);
        expect(names).to.have.length(20);
        expect(content.slice(19).map(block => Object.keys(blocks.get(block) ?? {})[0])).to.deep.equal([
            'kept',
            'why',
            'why',
            'why'
        ]);
    });

    it('are neither fetched by an address, nor kept for a call that nobody waits for', async () => {
        const byAddress = { type: 'image', source: { type: 'url', url: 'https://example.org/sky.png' } };
        const { names, blocks } = await kept([
            { id: 'tool-1', content: [byAddress, { type: 'image' }] },
            { id: 'never-heard-of', content: [image('AA')] },
            { id: 'tool-1', content: 'words' }
        ]);
        expect([names, blocks.size]).to.deep.equal([[], 0]);
    });

    it('are named by the file that a call is about, if there is one', () => {
        const inputs = [{ file_path: '/work/a b.png' }, { path: 'c.png' }, { path: '/' }, { path: 7 }, {}];
        expect(inputs.map(pictureNameOf)).to.deep.equal(['a b.png', 'c.png', 'picture', 'picture', 'picture']);
        expect(pictureNameOf({ path: 'x'.repeat(4_000) })).to.have.length(200);
    });
});

async function kept(results: readonly { id: string; content: unknown }[]) {
    const names: string[] = [];
    const content = results.map(({ id, content: said }) => ({ type: 'tool_result', tool_use_id: id, content: said }));
    // the SDK's own types ask for dozens of fields that no test is about
    const message = { type: 'user', message: { content } } as unknown as SDKMessage;
    const keepPicture = async (name: string, dataBase64: string): Promise<KeptPicture> => {
        names.push(`${name} ${dataBase64}`);
        return { kept: { attachmentId: 'a'.repeat(64), name, mediaType: 'image/png', sizeBytes: 1 } };
    };
    const pictureName = (id: string): string | undefined => (id === 'tool-1' ? 'sky.png' : undefined);
    const blocks = await keepResultPictures(message, { context: { keepPicture }, translator: { pictureName } });
    return { names, blocks };
}

function image(data: string): object {
    return { type: 'image', source: { type: 'base64', media_type: 'image/png', data } };
}
