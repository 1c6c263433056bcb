/** What other features use of the sandbox. */
export { Confinement, unconfined } from './confinement';
export { Sandbox, SandboxInstallation } from './sandbox';
export { SandboxFeature } from './sandbox-feature';
export { SandboxSettings, sandboxSettings } from './sandbox-settings';
