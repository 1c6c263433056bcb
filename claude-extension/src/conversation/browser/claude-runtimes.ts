import { z } from 'zod';
import { PreferenceService } from '@theia/core/lib/common/preferences/preference-service';
import { inject, injectable } from '@theia/core/shared/inversify';
import { SessionsClient } from 'dispatch-extension/lib/session/browser/sessions-client';
import { RuntimeName } from '../common/claude-events';
import { CLAUDE_KIND, ClaudeKindRpc } from '../common/claude-protocol';
import { MODEL_PREFERENCE, RESUME_PREFERENCE, RUNTIME_PREFERENCE } from './claude-preferences';

/** One way to run Claude, and whether it can be used here and now. */
export type RuntimeInfo = z.output<typeof ClaudeKindRpc.requests.listRuntimes.result>['runtimes'][number];

/** Which runtimes there are, and which one a new session should get. */
@injectable()
export class ClaudeRuntimes {
    constructor(
        @inject(SessionsClient) private readonly sessions: SessionsClient,
        @inject(PreferenceService) private readonly preferences: PreferenceService
    ) {}

    /** As the session host sees them now. Fails with `unavailable` while there is no connection. */
    async list(): Promise<readonly RuntimeInfo[]> {
        const client = this.sessions.ofKind(ClaudeKindRpc, CLAUDE_KIND, { repeatable: ['listRuntimes'] });
        return (await client.listRuntimes({})).runtimes;
    }

    /** The model that is asked for in the settings; undefined leaves it to the runtime. */
    get model(): string | undefined {
        return this.preferences.get<string>(MODEL_PREFERENCE)?.trim() || undefined;
    }

    /** Whether the settings ask that sessions go on by themselves after a usage limit. */
    get resumesAfterLimit(): boolean {
        return this.preferences.get<boolean>(RESUME_PREFERENCE, false);
    }

    /** The runtime that the settings ask for, if it can be used; with `auto` the first of `known` that can. */
    async choose(known?: readonly RuntimeInfo[]): Promise<RuntimeInfo | undefined> {
        await this.preferences.ready;
        return chooseRuntime(known ?? (await this.list()), this.preferences.get<string>(RUNTIME_PREFERENCE, 'auto'));
    }
}

/** `wished` is `auto` or the name of a runtime. Claude Code comes first, because it can do more. */
export function chooseRuntime(runtimes: readonly RuntimeInfo[], wished: string): RuntimeInfo | undefined {
    const order: readonly RuntimeName[] = ['claude-code', 'messages-api'];
    return order
        .filter(name => wished === 'auto' || wished === name)
        .map(name => runtimes.find(runtime => runtime.name === name))
        .find(runtime => runtime?.usable);
}
