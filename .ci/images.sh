#!/usr/bin/env bash
# Images for a machine that can pull none: a JRE, MySQL, RabbitMQ and Redis from Debian's packages, the TC and Nacos from this
# project's jars.
# Those of Debian's packages are kept; the others are made of what was just built. Needs root.
set -euo pipefail
cd "$(dirname "$0")/.."
. .ci/engine.sh
. .ci/mirror.sh
export DOCKER_BUILDKIT=1

have() { docker image inspect "$1" >/dev/null 2>&1; }

strap() {
  mmdebstrap --mode=root --quiet --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='Acquire::Languages "none"' \
    --dpkgopt=force-unsafe-io "$@" - "$mirror"
}

clean='set -e; cd "$1"; rm -rf usr/share/doc/* usr/share/info/* usr/share/locale/* usr/share/man/*/* var/lib/dpkg/*-old var/log/apt'

# A name is given to what is complete: docker import makes an empty image of a failed build.
mysql() {
  have offline/mysql:9 && return
  strap --variant=essential --include=mysql-server-core,mysql-client-core --customize-hook="$clean"'
    echo mysql:x:999:999::/nonexistent:/usr/sbin/nologin >> etc/passwd; echo mysql:x:999: >> etc/group
    mkdir -p etc/mysql
    install -d -o 999 -g 999 -m 1777 var/lib/mysql var/lib/mysql-files
    printf "[mysqld]\nskip-name-resolve\n" > etc/mysql/my.cnf
    install -m 755 '"$PWD"'/.ci/images/mysql-entrypoint.sh usr/local/bin/entrypoint.sh' sid |
    docker import -c 'ENTRYPOINT ["entrypoint.sh"]' -c 'CMD ["mysqld"]' -c 'EXPOSE 3306' -c 'VOLUME /var/lib/mysql' \
      -c 'ENV LANG=C.UTF-8' - offline/mysql:building >/dev/null
  docker tag offline/mysql:building offline/mysql:9
}

jre() {
  have offline/jre:21 && return
  strap --variant=apt --include=openjdk-21-jre-headless,curl,ca-certificates-java --customize-hook="$clean" trixie |
    docker import -c 'ENV LANG=C.UTF-8' -c 'CMD ["bash"]' - offline/jre:building >/dev/null
  docker tag offline/jre:building offline/jre:21
}

rabbitmq() {
  have offline/rabbitmq:4 && return
  strap --variant=apt --include=rabbitmq-server --customize-hook="$clean"'
    printf "loopback_users = none\nlog.console = true\nlog.file = false\n" > etc/rabbitmq/rabbitmq.conf
    rm -f var/lib/rabbitmq/.erlang.cookie' trixie |
    docker import -c 'USER rabbitmq' -c 'WORKDIR /var/lib/rabbitmq' -c 'EXPOSE 5672' -c 'VOLUME /var/lib/rabbitmq' \
      -c 'ENV PATH=/usr/lib/rabbitmq/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/var/lib/rabbitmq LANG=C.UTF-8' \
      -c 'CMD ["rabbitmq-server"]' - offline/rabbitmq:building >/dev/null
  docker tag offline/rabbitmq:building offline/rabbitmq:4
}

redis() {
  have offline/redis:8 && return
  strap --variant=essential --include=redis-server --customize-hook="$clean" trixie |
    docker import -c 'EXPOSE 6379' -c 'ENV LANG=C.UTF-8' -c 'CMD ["redis-server", "--bind", "0.0.0.0", "--protected-mode", "no"]' \
      - offline/redis:building >/dev/null
  docker tag offline/redis:building offline/redis:8
}

have_all() { have offline/jre:21 && have offline/mysql:9 && have offline/rabbitmq:4 && have offline/redis:8; }

if ! have_all; then
  command -v mmdebstrap >/dev/null || apt-get -qq install -y --no-install-recommends mmdebstrap mount >/dev/null
  TMPDIR=$(mktemp -d)
  export TMPDIR
  mount -t tmpfs -o size=4g tmpfs "$TMPDIR"
  trap 'wait; umount "$TMPDIR"; rmdir "$TMPDIR"' EXIT
fi
(set -e; mysql; redis) &
first=$!
(set -e; jre; rabbitmq) &
second=$!
wait "$first"
wait "$second"

docker build -q -t offline/seata-server:1.8 -f .ci/images/seata-server.Dockerfile seata-server/target >/dev/null
docker build -q -t offline/nacos:3.1 -f .ci/images/nacos.Dockerfile nacos-standalone/target >/dev/null
for image in jre:21 mysql:9 rabbitmq:4 redis:8 seata-server:1.8 nacos:3.1; do
  docker image inspect -f '{{index .RepoTags 0}} {{.Size}} bytes' "offline/$image"
done
