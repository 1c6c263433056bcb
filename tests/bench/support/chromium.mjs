import { createRequire } from 'node:module';

const { chromium } = createRequire(import.meta.url)('@playwright/test');

/** What a Chromium without a graphics card draws with. */
const DRAWING = {
  /** WebGL is emulated by the processor (SwiftShader), as a headless Chromium does. */
  'software-gl': ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  /** There is no WebGL: every terminal is drawn by xterm's DOM renderer. */
  'no-gl': ['--disable-gpu', '--disable-3d-apis']
};

/** Starts the one Chromium of a benchmark: nothing in the background. Whoever starts it closes it. */
export function startChromium(args = [], drawing = 'no-gl') {
  return chromium.launch({
    // whoever started it ends it, in the right order
    handleSIGINT: false,
    handleSIGTERM: false,
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      ...DRAWING[drawing],
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...args
    ]
  });
}

/** Waits until Theia, stock or ours, has taken away its splash. */
export async function isUsable(page) {
  await page.locator('#theia-app-shell').waitFor({ timeout: 60_000 });
  await page.locator('.theia-preload').waitFor({ state: 'detached', timeout: 60_000 });
}
