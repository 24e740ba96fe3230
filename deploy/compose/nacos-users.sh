#!/bin/bash
# Gives Nacos its administrator, and the services a user that may register and look up. Nacos has no setting for either: until
# this has run, whoever reaches it first becomes the administrator. Runs at every start, and goes on where it was interrupted.
set -euo pipefail
nacos=http://nacos:8848/nacos/v3
services=shop

# Secrets go in by standard input: arguments can be seen by everybody who may list processes.
token_of() {
  printf %s "$2" | curl -fsS -X POST "$nacos/auth/user/login" --data-urlencode "username=$1" --data-urlencode password@- |
    sed 's/.*"accessToken":"\([^"]*\)".*/\1/'
}

as() { printf 'accessToken: %s' "$1"; }

# What is there already is answered with an error, and is what was wanted.
create() {
  local what=$1
  shift
  curl -sS -o /dev/null -X POST "$nacos/auth/$what" -H @<(as "$token") "$@"
}

may_look_up() {
  local own
  own=$(token_of "$services" "$NACOS_PASSWORD" 2>/dev/null) &&
    curl -fsS -o /dev/null -H @<(as "$own") "$nacos/client/ns/instance/list?serviceName=none" 2>/dev/null
}

# Nacos reads its users every 15 s.
await() {
  for _ in $(seq 60); do
    "$@" >/dev/null 2>&1 && return
    sleep 1
  done
  echo "Nacos does not let $services or its administrator in: does its volume come from another .env?" >&2
  exit 1
}

if may_look_up; then
  echo "Nacos has its users"
  exit
fi
# Answered with code 409 where there is an administrator; whether the password is his shows in the next step.
printf %s "$NACOS_ADMIN_PASSWORD" | curl -fsS -o /dev/null -X POST "$nacos/auth/user/admin" --data-urlencode password@-
await token_of nacos "$NACOS_ADMIN_PASSWORD"
token=$(token_of nacos "$NACOS_ADMIN_PASSWORD")
printf %s "$NACOS_PASSWORD" | create user --data-urlencode "username=$services" --data-urlencode password@-
create role -d role=SERVICES -d "username=$services"
create permission -d role=SERVICES --data-urlencode 'resource=public:*:naming/*' -d action=rw
await may_look_up
echo "Nacos has its users now"
