#!/usr/bin/env bash
# The nightly job: reports what differs from the programs of the stacks, and what is in none of them. Ends with 0 if nothing
# is new since the last run, with 7 if something is, and with anything else if that could not be determined. The report goes
# to the log and to the run's summary page.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/guarded.sh"

# The variable may have lines, too.
read -rd "" -a stacks <<<"${PULUMI_STACKS:-$PULUMI_STACK}" || true
last=last-run # what the last run found; the pipeline keeps it
folder=$(mktemp -d "${RUNNER_TEMP:-${AGENT_TEMPDIRECTORY:-${TMPDIR:-/tmp}}}/nightly-XXXXXX")
trap 'rm -f "$folder"/refresh-*.json' EXIT
report="$folder/report.md"

connectedorgs() { npx --no -- connectedorgs "$@"; }

status=0
# A failure counts more than a finding.
note() { if [ "$1" -ne 7 ] || [ "$status" -eq 0 ]; then status=$1; fi; }

files=() named=()
for index in "${!stacks[@]}"; do
  file="$folder/refresh-$index.json"
  refresh() { pulumi refresh --stack "${stacks[index]}" --preview-only --json --non-interactive >"$file"; }
  guarded refresh || note $?
  files+=(--file "$file")
  named+=(--stack "${stacks[index]}")
done

known=()
if [ -f "$last/drift.json" ]; then known=(--since "$last/drift.json"); fi
connectedorgs drift-report "${files[@]}" "${known[@]}" --format text || note $?
connectedorgs drift-report "${files[@]}" "${known[@]}" >"$report" || true
connectedorgs drift-report "${files[@]}" --json >"$folder/drift.json" || true

echo | tee -a "$report"
known=()
if [ -f "$last/estate.json" ]; then known=(--since "$last/estate.json"); fi
if connectedorgs estate "${named[@]}" --json >"$folder/estate.json" || [ $? -eq 7 ]; then
  connectedorgs estate --from "$folder/estate.json" "${known[@]}" || note $?
  connectedorgs estate --from "$folder/estate.json" "${known[@]}" --markdown >>"$report" || true
else
  note 1
  echo "## The estate could not be read; the log says why" >>"$report"
fi

if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then cat "$report" >>"$GITHUB_STEP_SUMMARY"; fi
if [ -n "${TF_BUILD:-}" ]; then
  echo "##vso[task.uploadsummary]$report"
  echo "##vso[build.addbuildtag]nightly"
fi

title="Connected organizations: new findings"
if [ "$status" -eq 7 ] && [ -n "${OPEN_ISSUE:-}" ]; then
  {
    printf '%s\n\n' "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"
    head --bytes 60000 "$report" # GitHub takes 65,536 characters
  } >"$folder/issue.md"
  gh issue create --title "$title" --body-file "$folder/issue.md"
fi
if [ "$status" -eq 7 ] && [ -n "${OPEN_WORK_ITEM:-}" ]; then
  run="$SYSTEM_COLLECTIONURI$SYSTEM_TEAMPROJECTID/_build/results?buildId=$BUILD_BUILDID"
  az boards work-item create --type "$OPEN_WORK_ITEM" --title "$title" --description "<a href=\"$run\">The report</a>" \
    --organization "$SYSTEM_COLLECTIONURI" --project "$SYSTEM_TEAMPROJECT" --output none
fi

# What could not be determined must not count as resolved, or it would be reported again.
if [ "$status" -eq 0 ] || [ "$status" -eq 7 ]; then
  mkdir -p "$last"
  cp "$folder/drift.json" "$folder/estate.json" "$last"
fi
exit "$status"
