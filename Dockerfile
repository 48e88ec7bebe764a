# syntax=docker/dockerfile:1
# A server in a slim image: one binary, the snapshots, tasks and system prompts, and a volume for the store.
# Checked without Docker by `make docker-check`.

FROM swift:6.3-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends binutils gcc liblmdb-dev zlib1g-dev make \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY Package.swift Makefile LICENSE ./
COPY Sources Sources
COPY Tests Tests
COPY Benchmarks Benchmarks
COPY Scripts Scripts
COPY snapshots snapshots
COPY tasks tasks
COPY system-prompts system-prompts
COPY deploy deploy
COPY docs docs
RUN make dist

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates libstdc++6 tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/corecraft --create-home corecraft
COPY --from=build /source/dist/corecraft /usr/local/bin/corecraft
COPY --from=build /source/snapshots /usr/share/corecraft/snapshots
COPY --from=build /source/tasks /usr/share/corecraft/tasks
COPY --from=build /source/system-prompts /usr/share/corecraft/system-prompts
COPY --from=build /source/Sources/WorldBuilder/Content /usr/share/corecraft/content
COPY --from=build /source/LICENSE /usr/share/corecraft/LICENSE
USER corecraft
WORKDIR /usr/share/corecraft
VOLUME /var/lib/corecraft
EXPOSE 8080
ENV CORECRAFT_STORE=/var/lib/corecraft/store \
    CORECRAFT_HOST=0.0.0.0 \
    CORECRAFT_PORT=8080 \
    CORECRAFT_LOG_FORMAT=json
# A server that other machines reach needs a token: -e CORECRAFT_TOKEN=... or -e CORECRAFT_TOKEN_FILE=/run/secrets/token
STOPSIGNAL SIGTERM
ENTRYPOINT ["/usr/local/bin/corecraft"]
CMD ["serve"]
