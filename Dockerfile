# glibc, not musl: uWebSockets.js has no binary for Alpine
FROM node:22-bookworm-slim AS build
WORKDIR /lectern
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
COPY tsconfig.json tsconfig.build.json ./
COPY server server
COPY client client
RUN npm run build
# what only building needs, and the binaries of other machines, stay behind
RUN cd node_modules \
  && rm -rf @typescript typescript @types vite rolldown @rolldown lightningcss* svelte @sveltejs bits-ui \
  && find uWebSockets.js -name '*.node' ! -name "uws_linux_$(node -p 'process.arch + "_" + process.versions.modules').node" -delete

FROM node:22-bookworm-slim
ENV NODE_ENV=production DATA_DIR=/data
WORKDIR /lectern
COPY package.json ./
COPY --from=build /lectern/node_modules node_modules
COPY --from=build /lectern/dist dist
COPY scripts/healthy.mjs scripts/
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8084 8088
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["node", "scripts/healthy.mjs"]
CMD ["node", "dist/server/main.js"]
