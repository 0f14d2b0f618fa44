#!/usr/bin/env bash
# Print running, success or failed for a job that submit.sh has named.
set -euo pipefail
ended=$(kubectl get "$1" --output 'jsonpath={.status.conditions[?(@.status=="True")].type}')
case "$ended" in
    *Complete*) echo success ;;
    *Failed*) echo failed ;;
    *) echo running ;;
esac
