# syntax=docker/dockerfile:1
# Dispatch in one container. Build: docker build -t dispatch .
# Run:   docker run -p 3030:3030 -e TERMINAL_KEY=… -v dispatch-data:/data -v dispatch-work:/workspaces \
#          --read-only --tmpfs /tmp --tmpfs /run --cap-drop ALL --security-opt no-new-privileges dispatch
# scripts/rehearse-container.mjs reads this file and performs its COPY, ENV and ENTRYPOINT lines without a container engine.

FROM node:24-trixie-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends git g++ make python3 ca-certificates && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN npm ci && npm run build

FROM node:24-trixie-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends tini git openssh-client ca-certificates procps less nano ripgrep \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 10001 appuser \
 && useradd --uid 10001 --gid 10001 --home-dir /data/home --no-create-home --shell /bin/bash appuser \
 && install -d -o 10001 -g 10001 /data /workspaces

COPY --from=build /src/browser-app/package.json /opt/dispatch/browser-app/package.json
COPY --from=build /src/browser-app/lib/backend /opt/dispatch/browser-app/lib/backend
COPY --from=build /src/browser-app/lib/prebuilds /opt/dispatch/browser-app/lib/prebuilds
COPY --from=build /src/browser-app/lib/static /opt/dispatch/browser-app/lib/static
COPY --from=build /src/gateway/package.json /opt/dispatch/gateway/package.json
COPY --from=build /src/gateway/dist /opt/dispatch/gateway/dist
COPY --from=build /src/gateway/assets /opt/dispatch/gateway/assets
COPY --from=build /src/plugins/builtin /opt/dispatch/plugins/builtin
# Claude Code has a licence of its own (see NOTICE); leave these two lines out to build an image without it.
COPY --from=build /src/node_modules/@anthropic-ai /opt/dispatch/node_modules/@anthropic-ai
COPY --from=build /src/LICENSE /src/NOTICE /opt/dispatch/

ENV DISPATCH_CONTAINER=1
ENV HOME=/data/home
ENV SHELL=/bin/bash
ENV LANG=C.UTF-8
USER 10001:10001
WORKDIR /workspaces
VOLUME ["/data", "/workspaces"]
EXPOSE 3030
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["node", "-e", "fetch('http://127.0.0.1:3030/healthz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
ENTRYPOINT ["tini", "--", "node", "/opt/dispatch/gateway/dist/launcher.js"]
