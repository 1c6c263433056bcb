import * as fs from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CustodyErrors } from '../common/custody-errors';
import { ForeignConversation } from '../common/custody-protocol';
import { ForeignTranscript, readTranscript } from '../domain/foreign-transcript';

/** Larger ones are listed, and not read as a whole, in bytes. */
const MAX_READ_BYTES = 128 * 1024 * 1024;
/** What is read of the beginning and of the end to know what a conversation is about, in bytes. */
const PEEK_BYTES = 64 * 1024;
const EXCERPT_CHARS = 80;

interface FoundFile {
    readonly conversationId: string;
    readonly path: string;
    readonly changedAtMs: number;
    readonly sizeBytes: number;
}

/** The conversations that Claude Code keeps in its own folder. Only read, never written. */
export class ForeignConversations {
    /** What was learned by peeking, by path and time of the last change. */
    private readonly peeked = new Map<string, ForeignTranscript>();

    /** `environment`: the person's; `CLAUDE_CONFIG_DIR` says where, else it is `.claude` in the home folder. */
    constructor(private readonly environment: Record<string, string | undefined>) {}

    /** Newest first. `except`: those that are sessions already. */
    async list(
        query: string | undefined,
        limit: number,
        except: ReadonlySet<string>
    ): Promise<{ conversations: ForeignConversation[]; more: boolean }> {
        const files = (await this.files()).filter(file => !except.has(file.conversationId));
        const wanted = query?.trim().toLowerCase() ?? '';
        const conversations: ForeignConversation[] = [];
        for (const file of files) {
            if (conversations.length === limit) {
                return { conversations, more: true };
            }
            const found = await this.describe(file, wanted);
            if (found) {
                conversations.push(found);
            }
        }
        return { conversations, more: false };
    }

    /** Fails with `custody.not-found`, `custody.unreadable`, `custody.too-large`. */
    async read(conversationId: string): Promise<ForeignTranscript & { folder: string }> {
        const file = (await this.files()).find(each => each.conversationId === conversationId);
        if (!file) {
            throw CustodyErrors.notFound();
        }
        if (file.sizeBytes > MAX_READ_BYTES) {
            throw CustodyErrors.tooLarge();
        }
        const transcript = readTranscript((await textOf(file.path)).split('\n'));
        if (transcript.folder === undefined) {
            throw CustodyErrors.unreadable();
        }
        return { ...transcript, folder: transcript.folder };
    }

    private async describe(file: FoundFile, wanted: string): Promise<ForeignConversation | undefined> {
        const { conversationId, changedAtMs, sizeBytes } = file;
        const { title, folder, branch, entries } = await this.peek(file);
        if (folder === undefined || entries.length === 0) {
            return undefined;
        }
        const known = { conversationId, title, folder, branch, changedAtMs, sizeBytes };
        if (`${title}\n${folder}`.toLowerCase().includes(wanted)) {
            return known;
        }
        const excerpt = await excerptOf(file, wanted);
        return excerpt === undefined ? undefined : { ...known, excerpt };
    }

    private async peek({ path, changedAtMs, sizeBytes }: FoundFile): Promise<ForeignTranscript> {
        const key = `${path}\0${changedAtMs}`;
        const known = this.peeked.get(key);
        if (known) {
            return known;
        }
        const transcript = readTranscript(await peekedLines(path, sizeBytes).catch(() => []));
        const brief = { ...transcript, entries: transcript.entries.slice(0, 1) };
        this.peeked.set(key, brief);
        return brief;
    }

    private async files(): Promise<FoundFile[]> {
        const root = this.projectsFolder;
        const projects = await fs.readdir(root, { withFileTypes: true }).catch(() => []);
        const files = await Promise.all(
            projects.filter(each => each.isDirectory()).map(each => conversationsIn(join(root, each.name)))
        );
        return files.flat().sort((a, b) => b.changedAtMs - a.changedAtMs);
    }

    private get projectsFolder(): string {
        const { CLAUDE_CONFIG_DIR: config, HOME: home } = this.environment;
        return join(config || join(home ?? '/nonexistent', '.claude'), 'projects');
    }
}

async function conversationsIn(folder: string): Promise<FoundFile[]> {
    const names = await fs.readdir(folder).catch(() => []);
    const files = await Promise.all(
        names
            .filter(name => /^[0-9a-fA-F-]{8,64}\.jsonl$/.test(name))
            .map(async (name): Promise<FoundFile[]> => {
                const path = join(folder, name);
                const stat = await fs.stat(path).catch(() => undefined);
                return stat?.isFile()
                    ? [
                          {
                              conversationId: basename(name, '.jsonl'),
                              path,
                              changedAtMs: stat.mtimeMs,
                              sizeBytes: stat.size
                          }
                      ]
                    : [];
            })
    );
    return files.flat();
}

/** The whole lines of the beginning and of the end. */
async function peekedLines(path: string, sizeBytes: number): Promise<string[]> {
    const file = await fs.open(path);
    try {
        if (sizeBytes <= 2 * PEEK_BYTES) {
            return (await file.readFile('utf8')).split('\n');
        }
        const piece = async (position: number): Promise<string[]> => {
            const { buffer, bytesRead } = await file.read(Buffer.alloc(PEEK_BYTES), 0, PEEK_BYTES, position);
            return buffer.toString('utf8', 0, bytesRead).split('\n');
        };
        return [...(await piece(0)).slice(0, -1), ...(await piece(sizeBytes - PEEK_BYTES)).slice(1)];
    } finally {
        await file.close();
    }
}

/** Where the words are said; undefined where they are not. */
async function excerptOf({ path, sizeBytes }: FoundFile, wanted: string): Promise<string | undefined> {
    if (sizeBytes > MAX_READ_BYTES) {
        return undefined;
    }
    const text = await textOf(path).catch(() => '');
    // most files do not have them at all, which is seen without understanding the file
    const escaped = JSON.stringify(wanted).slice(1, -1);
    if (!text.toLowerCase().includes(escaped)) {
        return undefined;
    }
    for (const entry of readTranscript(text.split('\n')).entries) {
        for (const block of entry.blocks) {
            const said = block.kind === 'text' ? block.text.replace(/\s+/g, ' ') : '';
            const at = said.toLowerCase().indexOf(wanted);
            if (at !== -1) {
                return said.slice(Math.max(0, at - EXCERPT_CHARS), at + wanted.length + EXCERPT_CHARS);
            }
        }
    }
    return undefined;
}

async function textOf(path: string): Promise<string> {
    return fs.readFile(path, 'utf8').catch((error: unknown) => {
        throw CustodyErrors.unreadable({}, error);
    });
}
