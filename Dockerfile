# glibc, not musl: uWebSockets.js has no binary for Alpine
FROM node:22-bookworm-slim AS packages
WORKDIR /lectern
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

# the native client of KAFKA_BROKERS: the vendor's binary, or built from source where that cannot be fetched
FROM packages AS kafka-client
COPY scripts/kafka-client.sh scripts/
RUN scripts/kafka-client.sh --install-packages && mv .kafka/client-*/ /kafka-client

FROM packages AS build
COPY tsconfig.json tsconfig.build.json ./
COPY server server
COPY client client
RUN npm run build
# what only building needs, sources of the Kafka client, and the binaries of other machines stay behind
RUN cd node_modules \
  && rm -rf @typescript typescript @types vite rolldown @rolldown lightningcss* svelte @sveltejs bits-ui @libsql/*-musl \
  && find @confluentinc/kafka-javascript -mindepth 1 -maxdepth 1 ! -name lib ! -name '*.js' ! -name package.json ! -name 'LICENSE*' -exec rm -rf {} + \
  && find uWebSockets.js -name '*.node' ! -name "uws_linux_$(node -p 'process.arch + "_" + process.versions.modules').node" -delete

FROM node:22-bookworm-slim
# a Kafka client built from source is linked to these; the certificates are for brokers with TLS
RUN apt-get update -q \
  && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends ca-certificates libcurl4 libsasl2-2 libssl3 libzstd1 zlib1g \
  && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production DATA_DIR=/data
WORKDIR /lectern
COPY package.json ./
COPY --from=build /lectern/node_modules node_modules
COPY --from=kafka-client /kafka-client node_modules/@confluentinc/kafka-javascript/build
COPY --from=build /lectern/dist dist
COPY scripts/healthy.mjs scripts/
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8084 8088
HEALTHCHECK --interval=10s --timeout=3s --start-period=120s CMD ["node", "scripts/healthy.mjs"]
CMD ["node", "dist/server/main.js"]
