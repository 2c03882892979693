# To be sourced. Runs a command whose output may hold names that others chose. Both services take commands from the log
# (https://docs.github.com/actions/reference/workflow-commands-for-github-actions,
# https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands), and no name may be one.
guarded() {
  local status=0 token
  token=$(node -p 'crypto.randomUUID()')
  if [ -n "${GITHUB_ACTIONS:-}" ]; then echo "::stop-commands::$token"; fi
  "$@" 2>&1 | sed -u 's/##vso\[/## vso[/gI' || status=$?
  if [ -n "${GITHUB_ACTIONS:-}" ]; then echo "::$token::"; fi
  return "$status"
}
