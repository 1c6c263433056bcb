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
        return (await findBinary())
            ? undefined
            : `The Claude Code binary for ${process.platform}-${process.arch} is not installed. Run: npm install ${PACKAGE}`;
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

/** The names that the SDK gives to its platform packages; on Linux there is one for musl as well. */
async function findBinary(): Promise<string | undefined> {
    const { platform, arch } = process;
    const require = createRequire(createRequire(__filename).resolve(PACKAGE));
    for (const name of [`${PACKAGE}-${platform}-${arch}`, `${PACKAGE}-${platform}-${arch}-musl`]) {
        try {
            const binary = require.resolve(`${name}/claude${platform === 'win32' ? '.exe' : ''}`);
            await access(binary, constants.X_OK);
            return binary;
        } catch {
            continue; // the other one may be there
        }
    }
    return undefined;
}
