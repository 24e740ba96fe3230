#!/usr/bin/env bash
# A Docker engine with compose on a Debian machine that has none, from Debian's packages. Does nothing where one answers.
# Sourced: what it exports is for Testcontainers, which would pull two helper images otherwise. Needs root.
export TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_HOST_OVERRIDE=localhost
export PATH=/usr/bin:$PATH

engine_answers() { docker info >/dev/null 2>&1; }

if ! engine_answers || ! docker compose version >/dev/null 2>&1; then
  export DEBIAN_FRONTEND=noninteractive
  . "$(dirname "${BASH_SOURCE[0]}")/mirror.sh"
  # Compose v2 is in trixie; nothing else comes from there.
  echo "deb $mirror trixie main" > /etc/apt/sources.list.d/trixie.list
  printf 'Package: *\nPin: release n=trixie\nPin-Priority: 100\n' > /etc/apt/preferences.d/trixie
  apt-get -qq -o Acquire::Languages=none update
  apt-get -qq install -y --no-install-recommends \
    docker.io docker-compose/trixie iptables ca-certificates >/dev/null
fi
if ! engine_answers; then
  setsid dockerd > /var/log/dockerd.log 2>&1 < /dev/null &
  for _ in $(seq 150); do
    engine_answers && break
    sleep 0.2
  done
fi
engine_answers || { tail -20 /var/log/dockerd.log >&2; exit 1; }
echo "Docker $(docker info --format '{{.ServerVersion}}'), compose $(docker compose version --short)"
