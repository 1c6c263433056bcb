// @theia/cli depends on puppeteer; we never use its browser, so it must not download one.
module.exports = { skipDownload: true };
