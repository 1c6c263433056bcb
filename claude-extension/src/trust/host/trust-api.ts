/** What other features use of trust. */
export { FolderTrusts } from './folder-trusts';
export { TrustFeature } from './trust-feature';
export { trustMigrations, TrustStore } from './trust-store';
