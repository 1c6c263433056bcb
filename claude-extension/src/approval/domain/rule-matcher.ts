import { RuleDraft } from '../common/approval-protocol';
import { isGuarded } from '../common/guarded-files';
import { leadsAway, pathPieces } from './command-paths';
import { hostOf } from './address-host';
import { readPattern, RulePattern } from './rule-pattern';
import { ruledCall } from './rule-tools';
import { isPlain, readShellCommand, ShellPart } from './shell-command';

/** The session in which a call is made. */
export interface CallPlace {
    /** Absolute, links followed. */
    readonly folder: string;
    /** Its shell may be in another folder by now, so that what is relative is not known. */
    readonly isFolderUnknown: boolean;
    /** Dispatch's own data, links followed: no rule reaches into it. */
    readonly forbidden: string;
    /** Where a path leads, links followed, also where its end does not exist yet. Absolute and normal. */
    real(path: string): Promise<string>;
}

/** A call longer than this, in characters, is looked at by a person. */
const MAX_COMMAND_CHARS = 8_000;
/** Parts of a chain after which another part does not mean what it says. */
const CHANGES_FOLDER = new Set(['cd', 'pushd', 'popd', 'chdir', 'alias', 'unalias', 'export', 'set', 'shopt', 'trap']);

/**
 * The rule that allows a call, the one of its first part where each part has its own. Undefined whenever something is
 * not certain: then a person is asked. `rules` hold for the folder and time already.
 */
export async function findAllowing<R extends RuleDraft>(
    rules: readonly R[],
    call: { name: string; input: Readonly<Record<string, unknown>> },
    place: CallPlace
): Promise<R | undefined> {
    const ruled = ruledCall(call.name, call.input);
    const candidates = ruled ? rules.filter(rule => rule.tool === ruled.tool) : [];
    if (!ruled || candidates.length === 0) {
        return undefined;
    }
    if (ruled.tool === 'command') {
        return findForCommand(candidates, ruled.subject, place);
    }
    return findFirst(candidates, async (rule, pattern) => {
        switch (pattern.kind) {
            case 'path':
                return matchesPath(pattern.segments, ruled.subject, rule, place);
            case 'host':
                return matchesHost(pattern.host, ruled.subject);
            default:
                return pattern.kind === 'any';
        }
    });
}

/** Whether `path` is `folder` or in it. Both absolute and normal. */
export function isInside(path: string, folder: string): boolean {
    return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** Whether one part of a chain changes what the words of the others mean: no rules allow it. */
export function isBeyondRules(parts: readonly ShellPart[]): boolean {
    return parts.length > 1 && parts.some(part => CHANGES_FOLDER.has(part.words[0]));
}

async function findForCommand<R extends RuleDraft>(
    rules: readonly R[],
    text: string,
    place: CallPlace
): Promise<R | undefined> {
    const command = readShellCommand(text);
    const isTooLong = text.length > MAX_COMMAND_CHARS;
    if (place.isFolderUnknown || isTooLong || !isPlain(command) || isBeyondRules(command.parts)) {
        return undefined;
    }
    let first: R | undefined;
    for (const part of command.parts) {
        const rule = await findFirst(
            rules,
            async (candidate, pattern) => pattern.kind === 'words' && matchesWords(pattern, part, candidate, place)
        );
        if (!rule) {
            return undefined;
        }
        first ??= rule;
    }
    return first;
}

async function findFirst<R extends RuleDraft>(
    rules: readonly R[],
    matches: (rule: R, pattern: RulePattern) => Promise<boolean>
): Promise<R | undefined> {
    for (const rule of rules) {
        const pattern = readPattern(rule.tool, rule.pattern);
        if (pattern.kind !== 'bad' && (await matches(rule, pattern))) {
            return rule;
        }
    }
    return undefined;
}

async function matchesWords(
    pattern: Extract<RulePattern, { kind: 'words' }>,
    { words }: ShellPart,
    { folder }: RuleDraft,
    place: CallPlace
): Promise<boolean> {
    const fixed = pattern.words.length;
    if (pattern.words.some((word, index) => word !== words[index]) || (!pattern.more && words.length !== fixed)) {
        return false;
    }
    for (const [index, word] of words.entries()) {
        const within = index < fixed ? undefined : folder;
        if ((within && leadsAway(word)) || !(await staysInside(pathPieces(word), within, place))) {
            return false;
        }
    }
    return true;
}

/** Whether no piece leads into what is forbidden, nor out of `folder`; words that a rule says itself may do that. */
async function staysInside(pieces: readonly string[], folder: string | undefined, place: CallPlace): Promise<boolean> {
    for (const piece of pieces) {
        const real = await place.real(absolute(piece, place.folder));
        if (isInside(real, place.forbidden) || (folder !== undefined && !isInside(real, folder))) {
            return false;
        }
    }
    return true;
}

async function matchesPath(
    segments: readonly string[],
    path: string,
    { folder, tool }: RuleDraft,
    place: CallPlace
): Promise<boolean> {
    if (path.split('/').includes('..') || path.startsWith('~') || path.includes('\0')) {
        return false;
    }
    const real = await place.real(absolute(path, place.folder));
    if (!isInside(real, folder) || real === folder || isInside(real, place.forbidden)) {
        return false;
    }
    const below = real.slice(folder === '/' ? 1 : folder.length + 1);
    return !(tool === 'change' && isGuarded(below)) && matchesSegments(segments, below.split('/'));
}

/**
 * `**` stands for any number of segments, at the end for at least one. Each is as short as it can be and only the newest is
 * ever made longer, so that it takes at most as many steps as pattern and path have segments, multiplied.
 */
function matchesSegments(pattern: readonly string[], path: readonly string[]): boolean {
    const pieces = pattern.at(-1) === '**' ? [...pattern, '*'] : pattern;
    let piece = 0;
    let at = 0;
    let stars: { readonly piece: number; at: number } | undefined;
    while (at < path.length) {
        if (pieces[piece] === '**') {
            stars = { piece: ++piece, at };
        } else if (piece < pieces.length && matchesSegment(pieces[piece], path[at])) {
            piece++;
            at++;
        } else if (stars) {
            piece = stars.piece;
            at = ++stars.at;
        } else {
            return false;
        }
    }
    return pieces.slice(piece).every(each => each === '**');
}

/** `*` stands for any letters; nothing else is special. Without backtracking over more than one star at a time. */
function matchesSegment(pattern: string, segment: string): boolean {
    const [start, ...others] = pattern.split('*');
    if (others.length === 0) {
        return pattern === segment;
    }
    const end = others.pop() ?? '';
    if (!segment.startsWith(start) || !segment.endsWith(end) || segment.length < start.length + end.length) {
        return false;
    }
    let at = start.length;
    const limit = segment.length - end.length;
    for (const piece of others) {
        const found = segment.indexOf(piece, at);
        if (found < 0 || found + piece.length > limit) {
            return false;
        }
        at = found + piece.length;
    }
    return true;
}

function matchesHost(host: string, address: string): boolean {
    return hostOf(address) === host;
}

function absolute(path: string, folder: string): string {
    return path.startsWith('/') ? path : `${folder}/${path}`;
}
