#!/usr/bin/env bash
# For the main branch: makes the tenant what the program declares.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/guarded.sh"

npx --no -- tsc --noEmit
# The types are checked; Pulumi need not do it again.
export PULUMI_NODEJS_TRANSPILE_ONLY=true
guarded pulumi up --yes --skip-preview --non-interactive
