#!/usr/bin/env bash
# Print running, success or failed for a job that submit.sh has named.
set -euo pipefail
if ! said=$(kubectl get "$1" --output 'jsonpath={.status.conditions[?(@.status=="True")].type}' 2>&1); then
    # A server that doesn't answer will do so when it is asked again.
    [[ $said == *NotFound* ]] && said=Failed || said=unknown
fi
case "$said" in
    *Complete*) echo success ;;
    *Failed*) echo failed ;;
    *) echo running ;;
esac
