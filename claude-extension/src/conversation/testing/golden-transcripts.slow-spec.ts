import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { z } from 'zod';
import { ClaudeEvent } from '../common/claude-events';
import { EVENT_KINDS } from '../domain/testing/any-events';
import { EMPTY_TRANSCRIPT, Transcript } from '../domain/transcript';
import { projectEvents, projectLog } from '../domain/transcript-projection';

/**
 * Logs as they were recorded, and what each is shown as: of real runtimes by `runtime/testing/record-tour-main.ts`, of what
 * else becomes of a session by `checkpoint/testing/record-fates-main.ts`.
 */
const FOLDER = join(__dirname, '../../../src/conversation/testing/golden');
const EVENTS = '.events.json';
const FATES = ['compacted', 'forked', 'parked', 'pictured', 'rewind-broken-off', 'rewound', 'steered'];

describe('golden transcripts', () => {
    const names = readdirSync(FOLDER)
        .filter(name => name.endsWith(EVENTS))
        .map(name => name.slice(0, -EVENTS.length));

    it('are there for both runtimes, and for all that becomes of a session', () => {
        expect(names).to.include.members(['claude-code', 'messages-api']);
        expect(names).to.include.members(FATES);
    });

    it('have every kind of event in them', () => {
        const recorded = new Set(names.flatMap(name => read(name).map(event => event.body.type)));
        expect([...recorded].sort()).to.deep.equal([...EVENT_KINDS].sort());
    });

    for (const name of names) {
        const events = read(name);

        it(`${name}: what was recorded is shown as it was (GOLDEN=write writes it anew)`, () => {
            const file = join(FOLDER, `${name}.transcript.json`);
            const shown = `${JSON.stringify(projectLog(events), undefined, 1)}\n`;
            if (process.env['GOLDEN'] === 'write') {
                writeFileSync(file, shown);
            }
            expect(JSON.parse(shown)).to.deep.equal(JSON.parse(readFileSync(file, 'utf8')));
        });

        it(`${name}: live is the same as a replay, for any prefix, any cut and any repetition`, () => {
            const place = fc.nat({ max: events.length });
            fc.assert(
                fc.property(place, fc.array(fc.tuple(place, place), { maxLength: 12 }), (prefix, pieces) => {
                    const live = liveOf(events.slice(0, prefix), pieces);
                    expect(live).to.deep.equal(projectLog(events.slice(0, prefix)));
                    // and what came before the rest does not change what the whole is
                    expect(projectEvents(live, events).transcript).to.deep.equal(projectLog(events));
                }),
                { numRuns: 60 }
            );
        });
    }
});

function read(name: string): ClaudeEvent[] {
    return z.array(ClaudeEvent).parse(JSON.parse(readFileSync(join(FOLDER, name + EVENTS), 'utf8')));
}

/** Takes the events in any pieces, overlapping or with holes, and asks again from where it is, as a page does. */
function liveOf(events: readonly ClaudeEvent[], pieces: readonly (readonly [number, number])[]): Transcript {
    let transcript = EMPTY_TRANSCRIPT;
    for (const [from, to] of pieces) {
        transcript = projectEvents(transcript, events.slice(from, to)).transcript;
    }
    return projectEvents(transcript, events.slice(transcript.seq)).transcript;
}
