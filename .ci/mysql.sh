#!/usr/bin/env bash
# Real MySQL 9.x without installing it: unpacks Debian's packages into DIR and makes DIR/mysqld, a server program that runs
# with its own C library, for machines whose Debian is older. `./demo --mysql=DIR/mysqld` takes it from there.
set -euo pipefail
dir=$(realpath -m "$1")
root=$dir/root
[ -x "$dir/mysqld" ] && exit 0

. "$(dirname "${BASH_SOURCE[0]}")/mirror.sh"
mkdir -p "$dir"/state/lists/partial "$dir"/cache/archives/partial "$root"
: > "$dir/status"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror sid main" > "$dir/sid.list"
apt=(apt-get -qq -o Dir::State="$dir/state" -o Dir::State::status="$dir/status" -o Dir::Cache="$dir/cache"
  -o Dir::Etc::sourcelist="$dir/sid.list" -o Dir::Etc::sourceparts=/dev/null -o Dir::Etc::preferencesparts=/dev/null
  -o Acquire::Check-Valid-Until=false -o Acquire::Languages=none -o APT::Sandbox::User= -o APT::Install-Recommends=false)
"${apt[@]}" update
packages=$("${apt[@]}" -y --print-uris install mysql-server-core libc6 | awk '{print $2}' | sed 's/_.*//' |
  grep -E '^(mysql|lib|zlib|openssl)' | grep -Ev '^lib(perl|gdbm|debconf|udev|db5|sasl2-modules|c-gconv)')
# shellcheck disable=SC2086 # one word for each package
(cd "$dir/cache/archives" && "${apt[@]}" download $packages)
for package in "$dir"/cache/archives/*.deb; do dpkg -x "$package" "$root"; done
rm -rf "$dir/cache" "$dir/state"

loader=$(find "$root/usr/lib" -name 'ld-linux-*.so.*' | head -n 1)
lib=$(dirname "$loader")
cat > "$dir/mysqld" <<EOF
#!/bin/sh
# --no-defaults has to come first, and is said here.
[ "\${1:-}" != --no-defaults ] || shift
exec $loader --library-path $lib --argv0 $root/usr/sbin/mysqld $root/usr/sbin/mysqld --no-defaults \\
  --basedir=$root/usr --lc-messages-dir=$root/usr/share/mysql --character-sets-dir=$root/usr/share/mysql/charsets \\
  --plugin-dir=$root/usr/lib/mysql/plugin "\$@"
EOF
chmod +x "$dir/mysqld"
