#!/usr/bin/env bash
# For a pull request: what `up` would do.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/guarded.sh"

npx --no -- tsc --noEmit
# The types are checked; Pulumi need not do it again.
export PULUMI_NODEJS_TRANSPILE_ONLY=true
guarded pulumi preview --diff --non-interactive
