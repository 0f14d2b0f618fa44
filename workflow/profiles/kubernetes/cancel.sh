#!/usr/bin/env bash
# Remove the jobs that submit.sh has named, and their pods.
set -euo pipefail
kubectl delete --wait=false "$@"
