#!/bin/bash
# Stands in for the entrypoint of Docker Hub's mysql: MYSQL_ROOT_PASSWORD, MYSQL_DATABASE, MYSQL_USER and MYSQL_PASSWORD, applied
# once to empty data by a server that listens on its socket only. Runs as root or as the user that owns the data.
set -euo pipefail
case ${1:-} in -*) set -- mysqld "$@" ;; esac
[ "${1:-}" = mysqld ] || exec "$@"
shift
data=/var/lib/mysql
socket=/run/mysqld/init.sock
as=()
if [ "$(id -u)" = 0 ]; then
  as=(--user=mysql)
  install -d -o mysql -g mysql /run/mysqld
fi

if [ ! -d "$data/mysql" ]; then
  : "${MYSQL_ROOT_PASSWORD:?is not set}"
  mysqld "${as[@]}" --initialize-insecure --datadir="$data"
  mysqld "${as[@]}" --datadir="$data" --socket="$socket" --skip-networking --mysqlx=OFF &
  server=$!
  until mysqladmin --socket="$socket" -uroot ping >/dev/null 2>&1; do
    kill -0 "$server"
    sleep 0.1
  done
  quoted() { printf %s "$1" | sed "s/\\\\/\\\\\\\\/g; s/'/''/g"; }
  {
    if [ -n "${MYSQL_DATABASE:-}" ]; then echo "CREATE DATABASE IF NOT EXISTS \`$MYSQL_DATABASE\`;"; fi
    if [ -n "${MYSQL_USER:-}" ] && [ "$MYSQL_USER" != root ]; then
      echo "CREATE USER '$(quoted "$MYSQL_USER")'@'%' IDENTIFIED BY '$(quoted "$MYSQL_PASSWORD")';"
      echo "GRANT ALL ON \`${MYSQL_DATABASE//_/\\_}\`.* TO '$(quoted "$MYSQL_USER")'@'%';"
    fi
    echo "CREATE USER 'root'@'%' IDENTIFIED BY '$(quoted "$MYSQL_ROOT_PASSWORD")';"
    echo "GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;"
    echo "ALTER USER 'root'@'localhost' IDENTIFIED BY '$(quoted "$MYSQL_ROOT_PASSWORD")';"
  } | mysql --socket="$socket" -uroot
  kill "$server"
  wait "$server" || true
fi
exec mysqld "${as[@]}" --datadir="$data" --socket=/run/mysqld/mysqld.sock "$@"
