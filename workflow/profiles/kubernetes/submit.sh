#!/usr/bin/env bash
# Submit one job script as a Kubernetes job and print its name.
# ATLAS_CLAIM is the volume claim, ATLAS_VOLUME the path where pods and this machine mount it,
# ATLAS_IMAGE the image that Containerfile builds, by the name under which nodes find it.
set -euo pipefail
threads=$1 mem_mb=$2 minutes=$3 gpu=$4 script=$(realpath "$5")
checkout=$(realpath "$(dirname "$0")/../../..")
: "${ATLAS_CLAIM:?is not set: name the volume claim that holds the checkout}"
: "${ATLAS_VOLUME:?is not set: name the path at which the claim is mounted}"

# Pods write as the user who submits; weights that are fetched stay on the volume.
kubectl create --output name --filename - <<JOB
apiVersion: batch/v1
kind: Job
metadata:
  generateName: activation-atlas-
spec:
  backoffLimit: 0
  template:
    spec:
      activeDeadlineSeconds: $((minutes * 60)) # the pod's own: waiting for a node doesn't count
      restartPolicy: Never
      securityContext: {runAsUser: $(id -u), runAsGroup: $(id -g)}
      containers:
        - name: job
          image: ${ATLAS_IMAGE:-activation-atlas}
          imagePullPolicy: IfNotPresent
          command: [sh, "$script"]
          env:
            - {name: PYTHONPATH, value: "$checkout/src"}
            - {name: TORCH_HOME, value: "${TORCH_HOME:-$ATLAS_VOLUME/.cache/torch}"}
            - {name: HF_HOME, value: "${HF_HOME:-$ATLAS_VOLUME/.cache/huggingface}"}
          resources:
            requests: {cpu: "$threads", memory: ${mem_mb}M}
            limits: {memory: ${mem_mb}M, nvidia.com/gpu: "$gpu"}
          volumeMounts:
            - {name: atlas, mountPath: "$ATLAS_VOLUME"}
      volumes:
        - name: atlas
          persistentVolumeClaim: {claimName: "$ATLAS_CLAIM"}
JOB
