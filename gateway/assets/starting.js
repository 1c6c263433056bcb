// Looks every second whether the IDE is there, and opens it then. The address keeps its `#` part.
const status = document.getElementById('status');
const retry = document.getElementById('retry');
const startedAt = Date.now();

async function look() {
    try {
        const answer = await fetch('/api/ide', { cache: 'no-store' });
        const { state } = answer.ok ? await answer.json() : {};
        if (answer.status === 401 || state === 'healthy' || (state === 'failed' && status)) {
            location.reload();
            return;
        }
        if (status && Date.now() - startedAt > 20_000) {
            status.textContent = 'This takes longer than usual. Terminals and Claude sessions are not affected.';
        }
    } catch {
        if (status) {
            status.textContent = 'Dispatch does not answer. Trying again…';
        }
    }
    setTimeout(look, 1_000);
}

retry?.addEventListener('click', async () => {
    retry.disabled = true;
    retry.textContent = 'Starting…';
    await fetch('/api/retry-ide', { method: 'POST', headers: { 'x-dispatch': '1' } }).catch(() => undefined);
    location.reload();
});

if (status) {
    setTimeout(look, 400);
}
