/**
 * What WebGL is drawn with where there is no graphics card: SwiftShader in Chromium, llvmpipe and softpipe of Mesa, WARP of
 * Windows, Apple's. Chromium (156) does not call SwiftShader a "major performance caveat", so one goes by the name.
 */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** Whether WebGL with a renderer of this name is only emulated by the processor. A name that is hidden is trusted. */
export function isSoftwareRenderer(name: string): boolean {
    return SOFTWARE.test(name);
}
