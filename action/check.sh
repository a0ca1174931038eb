#!/usr/bin/env bash
# The check of the action: annotations on stdout, the summary of the job through the `github`
# format, the number of findings as an output. Inputs come by the environment, never by the shell.
set -uo pipefail

# Paths and options are split as a shell splits them, but nothing in them is run.
split() {
  python - "$1" <<'PYTHON'
import shlex, sys
sys.stdout.write("".join(f"{word}\0" for word in shlex.split(sys.argv[1])))
PYTHON
}
mapfile -d '' -t paths < <(split "${CLEANER_PATHS:-.}")
mapfile -d '' -t args < <(split "${CLEANER_ARGS:-}")

log=$(mktemp)
trap 'rm -f "$log"' EXIT
cleaner check "${args[@]}" --output-format github -- "${paths[@]}" | tee "$log"
status=${PIPESTATUS[0]}

if [ -n "${CLEANER_SARIF:-}" ] && [ "$status" -le 1 ]; then
  cleaner check "${args[@]}" --output-format sarif --output-file "$CLEANER_SARIF" --quiet \
    --exit-zero -- "${paths[@]}" || status=$?
fi
if [ -n "${GITHUB_OUTPUT:-}" ]; then
  echo "findings=$(grep -c '^::error file=' "$log")" >>"$GITHUB_OUTPUT"
  echo "status=$status" >>"$GITHUB_OUTPUT"
fi
exit "$status"
