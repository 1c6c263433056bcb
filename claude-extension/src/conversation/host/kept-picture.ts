import { DispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import { StructuredLog } from 'dispatch-extension/lib/kernel/host/structured-log';
import { KeptPicture } from '../../runtime/host/runtime-api';
import { PictureStore } from './picture-store';

/**
 * Keeps a picture that a tool gave back, or says why not: the call goes on without it. A disk that cannot be written is told
 * to the operator as well. Never rejects.
 */
export async function keepFoundPicture(
    pictures: Pick<PictureStore, 'addFound'>,
    log: StructuredLog,
    name: string,
    dataBase64: string
): Promise<KeptPicture> {
    try {
        return { kept: await pictures.addFound(name, dataBase64) };
    } catch (error) {
        if (!(error instanceof DispatchError)) {
            log.warn('claude.picture-not-kept', { error });
            return { why: 'it could not be stored; the disk may be full.' };
        }
        const why = error.data?.['why'];
        return { why: typeof why === 'string' ? why : error.message };
    }
}
