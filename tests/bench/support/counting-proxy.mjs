import { connect, createServer } from 'node:net';

/** Passes bytes on to a port of loopback and counts them; those of connections that became WebSockets also by themselves. */
export function countingProxy(targetPort) {
  const counts = { down: 0, up: 0, socketDown: 0, socketUp: 0 };
  let movedAt = performance.now();
  const server = createServer(client => {
    const upstream = connect(targetPort, '127.0.0.1');
    let isSocket = false;
    client.on('data', chunk => {
      isSocket ||= chunk.includes('Upgrade: websocket');
      count(isSocket, 'up', chunk);
    });
    upstream.on('data', chunk => count(isSocket, 'down', chunk));
    client.pipe(upstream).pipe(client);
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
  });
  function count(isSocket, direction, chunk) {
    counts[direction] += chunk.length;
    // Pings and the like do not keep a page from being loaded.
    movedAt = chunk.length > 200 ? performance.now() : movedAt;
    if (isSocket) {
      counts[direction === 'up' ? 'socketUp' : 'socketDown'] += chunk.length;
    }
  }
  return new Promise(ready =>
    server.listen(0, '127.0.0.1', () =>
      ready({
        port: server.address().port,
        snapshot: () => ({ ...counts }),
        lastMovedAt: () => movedAt,
        close: () => server.close()
      })
    )
  );
}
