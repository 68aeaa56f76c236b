#!/bin/sh
# Makes the image out of this machine's own Python, for places without a connection:
#   sh runner/image/from-this-machine.sh [podman|docker] [name]
set -eu
engine=${1:-podman}
name=${2:-learnflow-runner}
python=$(/usr/bin/python3 -c 'import os, sys; print(os.path.realpath(sys.executable))')
library=$(/usr/bin/python3 -c 'import os; print(os.path.dirname(os.__file__))')
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root/usr/bin" "$root/usr/lib" "$root/etc" "$root/home/learner" "$root/tmp" "$root/proc" "$root/dev" "$root/sys" "$root/run"
# Runtimes give a file system in memory the rights of the folder below it.
chmod 1777 "$root/home/learner" "$root/tmp"
# Folders of a merged /usr.
for folder in bin lib lib64; do ln -s "usr/$folder" "$root/$folder"; done
# `path`, with every folder on its way; links are followed, so that nothing points out of the image.
keep() { mkdir -p "$root$(dirname "$1")" && cp -rL "$1" "$root$1"; }
keep "$python"
ln -sf "$python" "$root/usr/bin/python3"
keep /usr/bin/dash
ln -s dash "$root/usr/bin/sh"
cp -r "$library" "$root/usr/lib/"
find "$root/usr/lib" -name __pycache__ -prune -exec rm -rf {} +
{
  find "$root" -name '*.so' -type f
  echo "$python"
  echo /usr/bin/dash
} | while read -r file; do ldd "$file" 2>/dev/null || true; done |
  sed -n 's/.* => \(\/[^ ]*\) .*/\1/p; s/^[[:space:]]*\(\/[^ ]*ld-[^ ]*\) .*/\1/p' | sort -u |
  while read -r file; do
    # /lib is a link into /usr in the image.
    case $file in /usr/*) place=$file ;; *) place=/usr$file ;; esac
    mkdir -p "$root$(dirname "$place")"
    cp -L "$file" "$root$place"
  done
printf 'root:x:0:0:root:/:/usr/bin/sh\n' > "$root/etc/passwd"
printf 'root:x:0:\n' > "$root/etc/group"
tar -C "$root" -c . | "$engine" import - "$name"
