#!/usr/bin/env bash
# The locked packages, and the Pulumi CLI in the version that this repository was tried with, as its release has it.
set -euo pipefail
version=3.259.0

npm ci --no-audit --no-fund

download() { curl --fail --silent --show-error --location --remote-name "$1"; }

present=$(pulumi version 2>/dev/null || true)
if [ "${present#v}" != "$version" ]; then
  folder=$(mktemp -d)
  archive="pulumi-v$version-linux-x64.tar.gz"
  sums="pulumi-$version-checksums.txt"
  (
    cd "$folder"
    download "https://get.pulumi.com/releases/sdk/$archive"
    # From another host: an archive that was exchanged at one of them is not unpacked.
    download "https://github.com/pulumi/pulumi/releases/download/v$version/$sums"
    sha256sum --check --strict --ignore-missing --quiet "$sums"
    tar --extract --gzip --file "$archive"
  )
  if [ -n "${GITHUB_PATH:-}" ]; then echo "$folder/pulumi" >>"$GITHUB_PATH"; fi
  if [ -n "${TF_BUILD:-}" ]; then echo "##vso[task.prependpath]$folder/pulumi"; fi
fi
