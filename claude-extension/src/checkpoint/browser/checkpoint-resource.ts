import { Resource, ResourceResolver } from '@theia/core/lib/common/resource';
import { URI } from '@theia/core/lib/common/uri';
import { inject, injectable } from '@theia/core/shared/inversify';
import { z } from 'zod';
import { SessionId } from 'dispatch-extension/lib/kernel/common/ids';
import { CheckpointClient } from './checkpoint-client';

const SCHEME = 'dispatch-checkpoint';

/** A file as a checkpoint has it; without a checkpoint an empty one. */
const Place = z.object({ sessionId: SessionId, checkpointId: z.string().optional(), fileId: z.string() });
type Place = z.infer<typeof Place>;

/** The address of a file in a checkpoint, for an editor. Its path is for people and for the choice of a language. */
export function checkpointUri(path: string, place: Place): URI {
    return new URI().withScheme(SCHEME).withPath(`/${path}`).withQuery(JSON.stringify(place));
}

/** Gives editors the files of checkpoints, to read. */
@injectable()
export class CheckpointResourceResolver implements ResourceResolver {
    constructor(@inject(CheckpointClient) private readonly checkpoints: CheckpointClient) {}

    resolve(uri: URI): Resource {
        if (uri.scheme !== SCHEME) {
            throw new Error(`not a checkpoint: ${uri.scheme}`);
        }
        const place = Place.parse(JSON.parse(uri.query));
        return { uri, readOnly: true, readContents: () => this.read(place), dispose: () => undefined };
    }

    private async read({ sessionId, checkpointId, fileId }: Place): Promise<string> {
        if (checkpointId === undefined) {
            return '';
        }
        const { contentBase64 } = await this.checkpoints.of(sessionId).readCheckpointFile({ checkpointId, fileId });
        return new TextDecoder().decode(Uint8Array.from(atob(contentBase64), char => char.charCodeAt(0)));
    }
}
