#!/usr/bin/env bash
# Submit one job script as a Kubernetes job and print its name.
# ATLAS_CLAIM is the volume claim, ATLAS_VOLUME the path where pods and this machine mount it,
# ATLAS_IMAGE an image with the Python that .venv was made with, at the same path.
set -euo pipefail
threads=$1 mem_mb=$2 minutes=$3 gpu=$4 script=$(realpath "$5")
: "${ATLAS_CLAIM:?is not set: name the volume claim that holds the checkout}"
: "${ATLAS_VOLUME:?is not set: name the path at which the claim is mounted}"

kubectl create --output name --filename - <<JOB
apiVersion: batch/v1
kind: Job
metadata:
  generateName: activation-atlas-
spec:
  backoffLimit: 0
  activeDeadlineSeconds: $((minutes * 60))
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: job
          image: ${ATLAS_IMAGE:-python:3.11-bookworm}
          command: [sh, "$script"]
          resources:
            requests: {cpu: "$threads", memory: ${mem_mb}M}
            limits: {memory: ${mem_mb}M, nvidia.com/gpu: "$gpu"}
          volumeMounts:
            - {name: atlas, mountPath: "$ATLAS_VOLUME"}
      volumes:
        - name: atlas
          persistentVolumeClaim: {claimName: "$ATLAS_CLAIM"}
JOB
