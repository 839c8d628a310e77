# The server with the PostgreSQL that it carries. `docker build --tag paygraph .`, then
# `docker run --init --publish 127.0.0.1:8000:8000 --volume paygraph:/data paygraph`.

FROM python:3.11-slim AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1

RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH

# The dependencies have a layer of their own, which a change of the code does not touch.
WORKDIR /opt/paygraph
COPY requirements.txt ./
RUN pip install --require-hashes --requirement requirements.txt

# The installation points to this folder instead of copying the code out of it.
COPY pyproject.toml README.md LICENSE ./
COPY app app
COPY schema schema
COPY migrations migrations
COPY playground/dist playground/dist
RUN pip install --no-deps --no-build-isolation --editable . \
    && python -m compileall -q app schema migrations


FROM python:3.11-slim

# PostgreSQL refuses to run as root, and initdb needs a user that has a name.
RUN groupadd --system --gid 10001 paygraph \
    && useradd --system --uid 10001 --gid paygraph --no-create-home --home-dir /data --shell /usr/sbin/nologin paygraph \
    && install --directory --owner paygraph --group paygraph --mode 0700 /data

COPY --from=build /opt/venv /opt/venv
COPY --from=build /opt/paygraph /opt/paygraph

ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PAYGRAPH_HOST=0.0.0.0 \
    PAYGRAPH_PORT=8000 \
    PAYGRAPH_DATA=/data

WORKDIR /opt/paygraph
USER 10001:10001
VOLUME /data
EXPOSE 8000

HEALTHCHECK --interval=10s --timeout=5s --start-period=90s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['PAYGRAPH_PORT'] + '/readyz', timeout=4)"]

CMD ["paygraph", "serve"]
