#!/usr/bin/env bash
# Breaks the server on purpose, in a copy, and fails if the tests do not notice: each patch here
# names what it breaks, the fault test that must notice, and what that must complain of (a regular
# expression). Takes about seven minutes on two busy cores; needs JDK 17, Maven and
# git, and what the patch's test needs (none so far needs root).
#
# src/test/breaks/run.sh [NAME...]    all, or those named, like no-digest
# MVN="mvn -o" src/test/breaks/run.sh  offline
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
read -ra mvn <<<"${MVN:-mvn}"
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
if (($# == 0)); then
  set -- "$here"/*.patch
fi
cd "$here/../../.."
cp -r .mvn conf pom.xml src webroot "$copy"
cd "$copy"

# The rest of the line that begins with $1 in the patch $2.
field() { sed -n "s/^$1: //p;/^diff/q" "$2"; }

# Builds with the patch $1 and runs the test $2. Only what the patch changes is compiled anew. The
# phase before `verify`: a test that fails is no failure of it, all else is.
try() {
  rm -rf target/failsafe-reports
  git apply "$1" &&
    "${mvn[@]}" -q -B -ntp -Pfaults -Dmaven.compiler.useIncrementalCompilation=false \
      "-Dit.test=$2" integration-test &&
    git apply -R "$1"
}

unnoticed=0
for each in "$@"; do
  name=$(basename "$each" .patch)
  patch=$here/$name.patch
  test=$(field Test "$patch")
  complaint=$(field Complaint "$patch")
  if ! try "$patch" "$test" >log 2>&1; then
    tail -n 40 log >&2
    echo "$name: the patch does not apply, or what it makes cannot be built" >&2
    exit 1
  fi
  # What was thrown, in one line, without the places.
  thrown=$(sed -n '/<<< \(FAILURE\|ERROR\)!$/,/^\tat /{/<<</d;/^\tat /d;p}' \
    target/failsafe-reports/*."${test%#*}".txt | tr -s '\n ' ' ')
  if noticed=$(grep -oE -- "($complaint).*" <<<"$thrown"); then
    echo "$name: noticed by ${test/\#/.}: ${noticed:0:200}"
  else
    echo "$name: NOT noticed by ${test/\#/.}: ${thrown:-it passed}"
    unnoticed=1
  fi
done
exit "$unnoticed"
