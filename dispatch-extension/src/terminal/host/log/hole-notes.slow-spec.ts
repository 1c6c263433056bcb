import { expect } from 'chai';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { HoleNotes } from './hole-notes';

describe('notes of holes in a log', () => {
    let folder: string;

    beforeEach(() => (folder = fs.mkdtempSync(path.join(tmpdir(), 'holes-'))));
    afterEach(() => fs.rmSync(folder, { recursive: true }));

    it('are read again, also behind a line that was cut off (the next one was lost with it)', () => {
        const file = path.join(folder, 'holes.jsonl');
        new HoleNotes(file).add({ from: 10, to: 20, reason: 'disk-full' });
        fs.appendFileSync(file, '{"from":30,"to"');
        const notes = new HoleNotes(file);
        notes.add({ from: 50, to: 60, reason: 'disk-full' });
        notes.add({ from: 70, to: 80, reason: 'disk-full' });
        const again = new HoleNotes(file);
        expect([15, 35, 55, 75].map(position => again.reasonAt(position))).to.deep.equal([
            'disk-full',
            undefined,
            'disk-full',
            'disk-full'
        ]);
    });
});
