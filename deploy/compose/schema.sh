#!/bin/bash
# Creates each service's schema and the one user that may use it. Runs at every start, and changes nothing the second time.
set -euo pipefail
export MYSQL_PWD=$MYSQL_ROOT_PASSWORD

# Seata's AT mode reads and writes rows, undo_log among them, and needs no other right.
create() {
  local server=$1 schema=$2 password=$3 script=$4
  mysql --host="$server" --user=root <<SQL
CREATE DATABASE IF NOT EXISTS $schema DEFAULT CHARACTER SET utf8mb4;
CREATE USER IF NOT EXISTS '$schema'@'%';
ALTER USER '$schema'@'%' IDENTIFIED BY '$password' REQUIRE SSL;
GRANT SELECT, INSERT, UPDATE, DELETE ON $schema.* TO '$schema'@'%';
SQL
  mysql --host="$server" --user=root "$schema" < "/sql/$script.sql"
  echo "$server: schema $schema is there, and its user"
}

# The console looks on: at rows, at what is locked, and at what is prepared. It changes nothing.
may_be_read_by_the_console() {
  local server=$1 schema=$2
  [ -n "${CONSOLE_DB_PASSWORD:-}" ] || return 0
  mysql --host="$server" --user=root <<SQL
CREATE USER IF NOT EXISTS 'console'@'%';
ALTER USER 'console'@'%' IDENTIFIED BY '$CONSOLE_DB_PASSWORD' REQUIRE SSL;
GRANT SELECT ON $schema.* TO 'console'@'%';
GRANT PROCESS, XA_RECOVER_ADMIN ON *.* TO 'console'@'%';
SQL
}

create order-db orders "$ORDER_DB_PASSWORD" order
create goods-db goods "$GOODS_DB_PASSWORD" goods
create user-db users "$USER_DB_PASSWORD" user
create tc-db seata "$TC_DB_PASSWORD" seata

may_be_read_by_the_console order-db orders
may_be_read_by_the_console goods-db goods
may_be_read_by_the_console tc-db seata
