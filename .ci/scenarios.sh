#!/usr/bin/env bash
# One line for each kind of system: how many scenarios were run on it, and how many were skipped. From failsafe's reports.
set -euo pipefail
cd "$(dirname "$0")/../integration-tests/target/failsafe-reports"

attribute() { sed -n "s/.*<testsuite .* $1=\"\([0-9]*\)\".*/\1/p" "$2" | head -n 1; }

line() {
  local report=TEST-com.changgou.it.$2.xml
  if [ -e "$report" ]; then
    printf '%-36s %6d %8d %9d\n' "$1" "$(($(attribute tests "$report") - $(attribute skipped "$report")))" \
      "$(attribute skipped "$report")" "$(($(attribute errors "$report") + $(attribute failures "$report")))"
  else
    printf '%-36s no report\n' "$1"
  fi
}

printf '%-36s %6s %8s %9s\n' "Scenarios on" run skipped failed
line "embedded MariaDB, at" LocalOrderScenariosIT
line "embedded MariaDB, tcc" LocalTccOrderScenariosIT
line "embedded MariaDB, mixed" LocalMixedOrderScenariosIT
line "embedded MariaDB, xa" LocalXaOrderScenariosIT
line "what one mode has, and several" LocalModeScenariosIT
line "isolation, between two phases" IsolationIT
line "silent failures, made loud" SilentFailuresIT
line "XA on real MySQL" MySqlXaScenariosIT
line "MariaDB, found through Nacos" NacosOrderScenariosIT
line "real MySQL without Docker, some" MySqlOrderScenariosIT
line "real MySQL, Testcontainers, some" TestcontainersOrderScenariosIT
line "compose, with faults" ComposeOrderScenariosIT
line "compose, as a user starts it" ComposeStackIT
line "console: what it shows, Chromium" ConsoleIT
line "console: its page, Chromium" ConsolePageIT
line "points, embedded broker" EmbeddedBrokerPointsIT
line "points, real RabbitMQ" RabbitMqPointsIT
line "points, marked in Redis" RedisMarkIT
