#!/usr/bin/env bash
# Inside the new namespaces, as root: builds the view of the container, starts the entry point in it, runs the checks.
set -euo pipefail
folder=$1
node=$2
here=$(dirname "$(readlink -f "$0")")
root=$folder/root

mount --make-rprivate /
ip link set lo up
# Process ids as this namespace has them.
mount -t proc proc /proc

# What the base image would bring: the system, read-only, with our Node in /usr/local/bin.
for each in usr bin sbin lib lib64 etc; do
  [ -e "/$each" ] || continue
  if [ -L "/$each" ]; then ln -sfn "$(readlink "/$each")" "$root/$each"; continue; fi
  mkdir -p "$root/$each"
  mount --rbind "/$each" "$root/$each"
  mount -o remount,bind,ro "$root/$each"
done
mount -t tmpfs tmpfs "$root/usr/local/bin"
cp "$node" "$root/usr/local/bin/node"
mount -o remount,ro "$root/usr/local/bin"
mount --rbind /dev "$root/dev"

# The writable places: two volumes and two tmpfs.
mkdir -p "$folder/data" "$folder/workspaces"
chown 10001:10001 "$folder/data" "$folder/workspaces"
mount --bind "$folder/data" "$root/data"
mount --bind "$folder/workspaces" "$root/workspaces"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t tmpfs -o mode=1777 tmpfs "$root/run"

# A read-only root: the tree that was assembled, bound upon itself.
mount --bind "$root/opt" "$root/opt"
mount -o remount,bind,ro "$root/opt"

exec "$node" "$here/check.mjs" "$folder" "$root"
