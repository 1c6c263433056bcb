// Keeps the part of the address after `#`, which the server never sees, through signing in.
for (const next of document.querySelectorAll('input[name="next"]')) {
    if (location.hash && !next.value.includes('#')) {
        next.value += location.hash;
    }
}
const form = document.querySelector('form');
form?.addEventListener('submit', () => {
    const button = form.querySelector('button');
    button.disabled = true;
    button.textContent = 'Signing in…';
});
// Coming back by the browser's own button must not show a dead form.
globalThis.addEventListener('pageshow', event => event.persisted && location.reload());
