import { FrontendApplicationContribution } from '@theia/core/lib/browser/frontend-application-contribution';
import { ILogger } from '@theia/core/lib/common/logger';
import { nls } from '@theia/core/lib/common/nls';
import { PreferenceService } from '@theia/core/lib/common/preferences';
import { PreferenceContribution, PreferenceSchema } from '@theia/core/lib/common/preferences/preference-schema';
import { inject, injectable, interfaces } from '@theia/core/shared/inversify';
import { SessionsClient } from 'dispatch-extension/lib/session/browser/sessions-client';
import { CLAUDE_KIND } from '../../conversation/common/claude-protocol';
import { CheckpointKindRpc, CheckpointRules } from '../common/checkpoint-protocol';

const PREFIX = 'dispatch.claude.checkpoints';
const MIB = 1024 * 1024;
const usual = CheckpointRules.parse({});

const schema: PreferenceSchema = {
    properties: {
        [`${PREFIX}.enabled`]: {
            type: 'boolean',
            default: usual.enabled,
            description: nls.localize(
                'dispatch/checkpoint/enabled',
                'Keep the files of the folder before and after each turn of Claude, for review and rewind.'
            )
        },
        [`${PREFIX}.maxFileMiB`]: {
            type: 'number',
            minimum: 1,
            maximum: 1_000,
            default: usual.maxFileBytes / MIB,
            description: nls.localize('dispatch/checkpoint/maxFile', 'Larger files are left out, in MiB.')
        },
        [`${PREFIX}.maxStoreMiB`]: {
            type: 'number',
            minimum: 16,
            maximum: 100_000,
            default: usual.maxStoreBytes / MIB,
            description: nls.localize(
                'dispatch/checkpoint/maxStore',
                'How much room the checkpoints of one folder may take, in MiB. The oldest go first, those of sessions that have ended before others.'
            )
        },
        [`${PREFIX}.includeIgnoredFiles`]: {
            type: 'boolean',
            default: usual.includeIgnoredFiles,
            description: nls.localize(
                'dispatch/checkpoint/includeIgnored',
                'Keep single files that a .gitignore names, like .env. Ignored folders, like node_modules, never are.'
            )
        }
    }
};

/** Tells the session host what the person set; it keeps that for when no page is open. */
@injectable()
export class CheckpointPreferences implements FrontendApplicationContribution {
    constructor(
        @inject(PreferenceService) private readonly preferences: PreferenceService,
        @inject(SessionsClient) private readonly sessions: SessionsClient,
        @inject(ILogger) private readonly logger: ILogger
    ) {}

    onStart(): void {
        this.preferences.onPreferencesChanged(changes => {
            if (Object.keys(changes).some(name => name.startsWith(PREFIX))) {
                void this.tell();
            }
        });
        void Promise.all([this.preferences.ready, this.sessions.ready]).then(() => this.tell());
    }

    private async tell(): Promise<void> {
        const value = <T>(name: string, otherwise: T): T => this.preferences.get<T>(`${PREFIX}.${name}`, otherwise);
        try {
            await this.sessions.ofKind(CheckpointKindRpc, CLAUDE_KIND).configureCheckpoints({
                enabled: value('enabled', usual.enabled),
                maxFileBytes: Math.round(value('maxFileMiB', usual.maxFileBytes / MIB) * MIB),
                maxStoreBytes: Math.round(value('maxStoreMiB', usual.maxStoreBytes / MIB) * MIB),
                includeIgnoredFiles: value('includeIgnoredFiles', usual.includeIgnoredFiles)
            });
        } catch (error) {
            void this.logger.warn('The settings of checkpoints could not be sent.', error);
        }
    }
}

/** The settings of checkpoints. */
export function bindCheckpointPreferences(bind: interfaces.Bind): void {
    bind(PreferenceContribution).toConstantValue({ schema });
    bind(CheckpointPreferences).toSelf().inSingletonScope();
    bind(FrontendApplicationContribution).toService(CheckpointPreferences);
}
