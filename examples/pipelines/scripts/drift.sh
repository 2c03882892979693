#!/usr/bin/env bash
# For the night: 0 without drift, 7 with drift, anything else when it could not be determined. The report goes to the log
# and to the run's summary page.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/guarded.sh"

folder=$(mktemp -d "${RUNNER_TEMP:-${AGENT_TEMPDIRECTORY:-${TMPDIR:-/tmp}}}/drift-XXXXXX")
trap 'rm -f "$folder/refresh.json"' EXIT
report="$folder/drift.md"

refresh() {
  pulumi refresh --preview-only --expect-no-changes --json --non-interactive >"$folder/refresh.json"
}
status=0
guarded refresh || status=$?

npx --no -- connectedorgs drift-report --file "$folder/refresh.json" --format text || true
npx --no -- connectedorgs drift-report --file "$folder/refresh.json" >"$report" || true
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then cat "$report" >>"$GITHUB_STEP_SUMMARY"; fi
if [ -n "${TF_BUILD:-}" ]; then echo "##vso[task.uploadsummary]$report"; fi
exit "$status"
