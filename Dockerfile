# Compiles with all dependencies, runs with those of production only.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.package.json openapi.yaml ./
COPY connectors ./connectors
COPY scripts ./scripts
COPY src ./src
RUN npx --no-install tsc -p tsconfig.package.json --sourceMap false \
  && node dist/scripts/bundle-verify-page.js \
  && npm prune --omit=dev --ignore-scripts \
  && rm -rf dist/scripts dist/tsconfig.tsbuildinfo

FROM node:24-bookworm-slim
ENV NODE_ENV=production DSAR_DATA_DIR=/data DSAR_HOST=0.0.0.0 DSAR_PORT=8080
WORKDIR /app
COPY --from=build /app/package.json /app/openapi.yaml ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/src/console/templates ./src/console/templates
COPY --from=build /app/src/http/templates ./src/http/templates
COPY --from=build /app/src/report/templates ./src/report/templates
RUN install -d -o node -g node -m 0700 /data
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.DSAR_PORT}/livez`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/dist/src/cli.js"]
CMD ["serve"]
