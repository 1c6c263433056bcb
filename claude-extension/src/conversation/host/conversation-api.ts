/** What other features of the session host may use of conversations. */
export type { EventRecorder } from './event-recorder';
export type { SessionFeature, SessionGround, SessionPart } from './session-feature';
