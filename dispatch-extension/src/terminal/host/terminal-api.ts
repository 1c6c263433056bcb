/** What other extensions use of terminals, beside `common/`. */
export { SESSION_ID_VARIABLE } from './shell-environment';
export { FeaturedTerminal, ProgramStart, TerminalHostFeature, TerminalPart } from './terminal-feature';
