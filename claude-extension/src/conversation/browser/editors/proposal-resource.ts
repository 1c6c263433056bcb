import { Resource, ResourceResolver } from '@theia/core/lib/common/resource';
import { URI } from '@theia/core/lib/common/uri';
import { injectable } from '@theia/core/shared/inversify';

const SCHEME = 'dispatch-proposal';

/** So many are kept; a diff editor of an older one can not be opened again. */
const KEPT = 20;

/** Texts as files would be; to be looked at in an editor, not changed there. */
@injectable()
export class ProposalResources implements ResourceResolver {
    private readonly texts = new Map<string, string>();
    private made = 0;

    /** The name of the file stays, so that it has its colours. */
    add(file: URI, text: string): URI {
        const uri = new URI().withScheme(SCHEME).withPath(`/${++this.made}/${file.path.base}`);
        this.texts.set(uri.toString(), text);
        [...this.texts.keys()].slice(0, -KEPT).forEach(old => this.texts.delete(old));
        return uri;
    }

    resolve(uri: URI): Resource {
        const text = this.texts.get(uri.toString());
        if (uri.scheme !== SCHEME || text === undefined) {
            throw new Error(`not a proposal that is there: ${uri}`);
        }
        return { uri, readOnly: true, readContents: async () => text, dispose: () => undefined };
    }
}
