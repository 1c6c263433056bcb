import { CancellationTokenSource } from '@theia/core/lib/common/cancellation';
import { MessageService } from '@theia/core/lib/common/message-service';
import { nls } from '@theia/core/lib/common/nls';
import { URI } from '@theia/core/lib/common/uri';
import { HTTP_UPLOAD_URL } from '@theia/filesystem/lib/browser/upload/file-upload-service-impl';

const OK = 200;

/**
 * Uploads a file to a place where there is none yet, by the route that Theia has for it; with progress and a way to
 * cancel. Theia's own service would open what it has uploaded. False when the person has cancelled; fails with why.
 */
export async function uploadFile(file: File, target: URI, messages: MessageService): Promise<boolean> {
    const cancelling = new CancellationTokenSource();
    const text = nls.localize('dispatch/clipboard/uploading', 'Storing “{0}”', file.name);
    const progress = await messages.showProgress({ text, options: { cancelable: true } }, () => cancelling.cancel());
    const request = new XMLHttpRequest();
    cancelling.token.onCancellationRequested(() => request.abort());
    request.upload.onprogress = ({ loaded, total }) => progress.report({ work: { done: loaded, total } });
    try {
        return await send(request, file, target);
    } finally {
        progress.cancel();
        cancelling.dispose();
    }
}

function send(request: XMLHttpRequest, file: File, target: URI): Promise<boolean> {
    const form = new FormData();
    form.set('uri', target.toString(true));
    form.set('file', file);
    return new Promise((stored, failed) => {
        request.onabort = () => stored(false);
        request.onerror = () => failed(new Error(nls.localize('dispatch/clipboard/offline', 'the connection broke')));
        request.onload = () => {
            if (request.status === OK) {
                stored(true);
            } else {
                failed(new Error(request.responseText.slice(0, 200) || request.statusText));
            }
        };
        request.open('POST', HTTP_UPLOAD_URL);
        request.send(form);
    });
}
