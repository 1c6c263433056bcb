/** What other features use of the sandbox. */
export { Confinement, unconfined } from './confinement';
export { EDITS, whyProtected } from './protected-files';
export { Sandbox, SandboxInstallation } from './sandbox';
export { SandboxFeature } from './sandbox-feature';
export { protectedPaths, SandboxSettings, sandboxSettings } from './sandbox-settings';
