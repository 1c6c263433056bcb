import { access, constants } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** The Claude Agent SDK, as far as it is loaded. */
export type AgentSdk = typeof import('@anthropic-ai/claude-agent-sdk');

const PACKAGE = '@anthropic-ai/claude-agent-sdk';

/**
 * The Claude Agent SDK and the Claude Code binary of its platform package. Both are optional: their licence is not an
 * open one, so that nothing of them is shipped; npm installs them.
 */
export class AgentSdkInstallation {
    private sdk?: Promise<AgentSdk>;

    /** Why it cannot be used, for people; `undefined` when it can. */
    async problem(): Promise<string | undefined> {
        try {
            createRequire(__filename).resolve(PACKAGE);
        } catch {
            return `The Claude Agent SDK is not installed. Run: npm install ${PACKAGE}`;
        }
        return (await this.findBinary())
            ? undefined
            : `The Claude Code binary for ${process.platform}-${process.arch} is not installed. Run: npm install ${PACKAGE}`;
    }

    /** The absolute path of the Claude Code that comes with it; undefined where it is not installed. */
    async findBinary(): Promise<string | undefined> {
        for (const candidate of candidates()) {
            try {
                await access(candidate, constants.X_OK);
                return candidate;
            } catch {
                continue; // the other one may be there
            }
        }
        return undefined;
    }

    /** Loads the SDK, once. It is an ES module, so that it takes a real `import()`. */
    load(): Promise<AgentSdk> {
        this.sdk ??= import('@anthropic-ai/claude-agent-sdk').catch((error: unknown) => {
            this.sdk = undefined;
            throw error;
        });
        return this.sdk;
    }
}

/** Where it may be. The SDK names its platform packages so; on Linux there is one for musl as well. */
function candidates(): string[] {
    const { platform, arch } = process;
    const program = platform === 'win32' ? 'claude.exe' : 'claude';
    const names = [`${PACKAGE}-${platform}-${arch}`, `${PACKAGE}-${platform}-${arch}-musl`];
    try {
        const require = createRequire(createRequire(__filename).resolve(PACKAGE));
        return names.flatMap(name => resolved(require, `${name}/${program}`) ?? []);
    } catch {
        return []; // without the SDK there is none of its packages
    }
}

function resolved(require: NodeJS.Require, file: string): string | undefined {
    try {
        return require.resolve(file);
    } catch {
        return undefined; // that package is not installed
    }
}
