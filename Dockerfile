# Both stages need the same Python: the environment made in the first is copied into the second.
ARG PYTHON_IMAGE=python:3.13-slim
ARG UV_IMAGE=ghcr.io/astral-sh/uv:0.13.9

FROM ${UV_IMAGE} AS uv

FROM ${PYTHON_IMAGE} AS build
COPY --from=uv /uv /usr/local/bin/uv
ENV UV_COMPILE_BYTECODE=1 \
    UV_LINK_MODE=copy \
    UV_NO_CACHE=1 \
    UV_PYTHON_DOWNLOADS=never \
    VIRTUAL_ENV=/app/.venv
WORKDIR /src
# The packages first: a change in the bot's own files leaves this layer as it is.
COPY requirements.image.lock ./
RUN uv venv --python /usr/local/bin/python /app/.venv \
    && uv pip install --require-hashes --only-binary :all: -r requirements.image.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY cogs cogs
COPY db db
COPY prompts prompts
RUN uv pip install --no-deps .

FROM ${PYTHON_IMAGE}
LABEL org.opencontainers.image.title="supervision-bot" \
      org.opencontainers.image.licenses="MIT"
# Answers and their keys go into two volumes, so that a copy of one is of no use without the other.
RUN groupadd --gid 10001 bot \
    && useradd --uid 10001 --gid bot --no-create-home --home-dir /nonexistent \
        --shell /usr/sbin/nologin bot \
    && install -d -m 0700 -o bot -g bot /data /keys
COPY --from=build /app/.venv /app/.venv
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DATA_DIR=/data \
    KEYS_DIR=/keys
VOLUME ["/data", "/keys"]
# Numbers, so that a cluster can see that it is not root. /app stays root's: the bot cannot change
# itself.
USER 10001:10001
WORKDIR /data
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
    CMD ["supervision-bot", "health"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["supervision-bot"]
CMD ["run", "--no-demo"]
