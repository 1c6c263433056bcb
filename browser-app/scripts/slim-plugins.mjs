/**
 * Plugins for esbuild that keep out of the page's bundle what an ordinary page never needs.
 */

/** Font formats that every browser of today passes over in favour of the woff2 beside them. */
const OLD_FONTS = /font-awesome[\\/]fonts[\\/].*\.(eot|svg|ttf|woff)$/;

/** Leaves out Font Awesome's fonts for browsers of 2010 (1.2 MB in the style sheet). */
export function dropOldFonts() {
  return {
    name: 'drop-old-fonts',
    setup(build) {
      build.onLoad({ filter: OLD_FONTS }, () => ({ contents: '', loader: 'dataurl' }));
    }
  };
}

/**
 * Loads the table of Theia's translatable texts (1.9 MB) only where a language other than English is chosen. It is asked
 * for synchronously, by a function that cannot wait, so that it is fetched synchronously too: once, by a worker-free page.
 */
export function lazyTranslationKeys(url) {
  const contents = `
        const locale = typeof localStorage === 'undefined' ? undefined : localStorage.getItem('localeId');
        function fetchKeys() {
            const request = new XMLHttpRequest();
            request.open('GET', ${JSON.stringify(url)}, false);
            request.send();
            return JSON.parse(request.responseText);
        }
        module.exports = locale && !locale.startsWith('en') ? fetchKeys() : { keys: {}, messages: {} };`;
  return {
    name: 'lazy-translation-keys',
    setup(build) {
      build.onLoad({ filter: /i18n[\\/]nls\.metadata\.json$/ }, () => ({ contents, loader: 'js' }));
    }
  };
}

/**
 * Leaves out the catalog of 800 JSON schemas that lie on another server: VS Code has none either, its plugins bring those
 * they know. It was sent to the plugin host at every load (140 KB), and each JSON file opened asked that server.
 */
export function dropSchemaCatalog() {
  return {
    name: 'drop-schema-catalog',
    setup(build) {
      build.onLoad({ filter: /core[\\/]lib[\\/]browser[\\/]catalog\.json$/ }, () => ({
        contents: '{ "schemas": [] }',
        loader: 'json'
      }));
    }
  };
}
