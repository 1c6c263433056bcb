import { SessionId } from '../../kernel/common/ids';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** How many of the last characters of an id are taken: 50 random bits, which fit into a safe integer. */
const CHARACTERS = 10;

/**
 * Theia knows terminals by number. This is the number of a task's session: the same for the ide and for every page, also
 * after a restart of either. At least 1, below 2^50 + 1.
 */
export function taskTerminalId(sessionId: SessionId): number {
    return 1 + [...sessionId.slice(-CHARACTERS)].reduce((sum, character) => sum * 32 + ALPHABET.indexOf(character), 0);
}
