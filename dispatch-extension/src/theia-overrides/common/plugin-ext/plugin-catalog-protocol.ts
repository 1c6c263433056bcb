/** The path of the RPC service. */
export const pluginCatalogPath = '/services/dispatch/plugin-catalog';

/** Describes plugins by the digest of their description, so that a page that knows it need not be told again. */
export interface PluginCatalogService {
    /** The digest (SHA-256, hex) of the description of these plugins, by versioned id. */
    digestOf(versionedIds: string[]): Promise<string>;
}

/** Where the description with this digest can be fetched, relative to the page. It never changes. */
export function catalogUrl(digest: string): string {
    return `hostedPlugin/catalog-${digest}.json`;
}
