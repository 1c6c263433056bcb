/* global localStorage */
// Chooses the colours of the splash before anything is painted: those of the theme that was last used here,
// else the dark ones, as of our default theme. Theia keeps the last background of its editor under this key.
(function () {
    var background = localStorage.getItem('theme.background');
    var light = false;
    var match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(background || '');
    if (match) {
        light = parseInt(match[1], 16) * 0.3 + parseInt(match[2], 16) * 0.59 + parseInt(match[3], 16) * 0.11 > 128;
    }
    document.documentElement.dataset.splash = light ? 'light' : 'dark';
    if (match) {
        document.documentElement.style.setProperty('--dispatch-splash', background);
    }
})();
