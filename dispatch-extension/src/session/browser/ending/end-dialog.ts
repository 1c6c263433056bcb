import { nls } from '@theia/core/lib/common/nls';
import { CautiousDialog } from '../../../kernel/browser/cautious-dialog';

/** Something that ending a session would stop. */
export interface SessionWork {
    /** Short, like the name of a program. */
    name: string;
    /** More of it, like its command line. */
    detail?: string;
    /** Where it can be found, like `pid 4711 · port 3000`. */
    place?: string;
}

/** As many are named; the rest is counted. */
const MAX_NAMED = 12;

/**
 * Asks whether a session may be ended, and says what that stops. `kind`: what it is for people, like "Terminal"; `work`:
 * absent where it is not known.
 */
export async function confirmEnd(
    kind: string,
    title: string,
    work: readonly SessionWork[] | undefined
): Promise<boolean> {
    const confirmed = await new CautiousDialog({
        title: nls.localize('dispatch/session/endKind', 'End {0}', kind),
        msg: message(title, work ?? []),
        ok: nls.localize('dispatch/session/endOk', 'End It'),
        cancel: nls.localize('dispatch/session/keep', 'Keep It Running')
    }).open();
    return confirmed === true;
}

function message(title: string, work: readonly SessionWork[]): HTMLElement {
    const body = document.createElement('div');
    body.className = 'dispatch-end-dialog';
    const text = body.appendChild(document.createElement('p'));
    text.textContent = nls.localize(
        'dispatch/session/endText',
        'Something is still running in “{0}”. Ending it stops that work. What it has written stays readable.',
        title
    );
    if (work.length > 0) {
        const list = body.appendChild(document.createElement('ul'));
        list.append(...work.slice(0, MAX_NAMED).map(entry));
    }
    if (work.length > MAX_NAMED) {
        const rest = body.appendChild(document.createElement('p'));
        rest.textContent = nls.localize('dispatch/session/endMore', 'and {0} more', work.length - MAX_NAMED);
    }
    return body;
}

function entry({ name, detail, place }: SessionWork): HTMLElement {
    const item = document.createElement('li');
    item.append(part('dispatch-end-name', name));
    if (place) {
        item.append(part('dispatch-end-place', place));
    }
    if (detail && detail !== name) {
        item.append(part('dispatch-end-detail', detail));
    }
    return item;
}

function part(className: string, text: string): HTMLElement {
    const element = document.createElement('span');
    element.className = className;
    element.textContent = text;
    return element;
}
