#!/usr/bin/env bash
# The locked packages, and the Pulumi CLI in the version that this repository was tried with.
set -euo pipefail
version=3.259.0

npm ci --no-audit --no-fund

present=$(pulumi version 2>/dev/null || true)
if [ "${present#v}" != "$version" ]; then
  folder=$(mktemp -d)
  curl --fail --silent --show-error --location "https://get.pulumi.com/releases/sdk/pulumi-v$version-linux-x64.tar.gz" |
    tar --extract --gzip --directory "$folder"
  if [ -n "${GITHUB_PATH:-}" ]; then echo "$folder/pulumi" >>"$GITHUB_PATH"; fi
  if [ -n "${TF_BUILD:-}" ]; then echo "##vso[task.prependpath]$folder/pulumi"; fi
fi
