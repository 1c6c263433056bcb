/** Exit code for wrong configuration (`EX_CONFIG` of sysexits.h). The launcher does not restart after it. */
export const EXIT_CONFIGURATION = 78;
