#!/bin/bash
# Refuses to start on an engine that has too little memory, where it would be killed in the middle of something.
set -euo pipefail
while read -r name value _; do
  [ "$name" != MemTotal: ] || total=$((value / 1024))
done < /proc/meminfo
if [ "$total" -lt "$NEEDED_MB" ]; then
  echo "The Docker engine has $total MB of memory and this needs $NEEDED_MB MB. Give the engine more, or stop something." >&2
  exit 1
fi
echo "$total MB of memory, $NEEDED_MB MB needed"
