import { expect } from 'chai';
import { isSoftwareRenderer } from './software-renderer';

describe('renderers of WebGL', () => {
    it('are told apart by their names: those that are only emulated', () => {
        for (const name of [
            'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)',
            'llvmpipe (LLVM 15.0.7, 256 bits)',
            'softpipe',
            'ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0, D3D11)',
            'Apple Software Renderer'
        ]) {
            expect(isSoftwareRenderer(name), name).to.equal(true);
        }
    });

    it('and graphics cards, and what a browser hides', () => {
        for (const name of [
            'ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 Direct3D11 vs_5_0 ps_5_0, D3D11)',
            'ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)',
            'ANGLE (Apple, ANGLE Metal Renderer: Apple M1, Unspecified Version)',
            'Mali-G78',
            'WebKit WebGL',
            ''
        ]) {
            expect(isSoftwareRenderer(name), name).to.equal(false);
        }
    });
});
