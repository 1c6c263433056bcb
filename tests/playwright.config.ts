import { defineConfig } from '@playwright/test';

/** Journeys: what a person does, in a real Chromium, against a real start. One at a time: each starts its own installation. */
export default defineConfig({
    testDir: './e2e/journeys',
    outputDir: './results',
    timeout: 300_000,
    expect: { timeout: 20_000 },
    workers: 1,
    retries: 0,
    forbidOnly: true,
    reporter: [['list']],
    use: {
        actionTimeout: 30_000,
        navigationTimeout: 120_000,
        viewport: { width: 1400, height: 900 },
        // every step as DOM costs a third of the time of a journey: `--trace retain-on-failure` for one that fails
        trace: 'off',
        screenshot: 'only-on-failure',
        launchOptions: {
            executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
            args: [
                '--no-sandbox',
                '--disable-gpu',
                // terminals are drawn as text, which a test can read
                '--disable-3d-apis',
                '--disable-quic',
                '--no-first-run',
                '--disable-background-networking',
                '--disable-component-update',
                '--disable-sync'
            ]
        }
    }
});
