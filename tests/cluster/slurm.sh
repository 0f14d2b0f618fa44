#!/usr/bin/env bash
# A Slurm cluster of one node with four pretended GPUs, for the tests beside this file.
#
#     slurm.sh start    install what is missing, start afresh, and wait until the node takes jobs
#     slurm.sh stop     cancel all jobs and stop what start has started
#
# For Debian, as root; no systemd and no accounting database are needed. Jobs that use more memory
# than they asked for are killed, as on a real cluster. The numbers of cores and megabytes are
# larger than most machines', so that jobs ask for what they ask for elsewhere.
set -euo pipefail
export LC_ALL=C DEBIAN_FRONTEND=noninteractive SLURM_CONF=/etc/slurm/slurm.conf

PACKAGES=(slurmctld slurmd slurm-client munge)
STATE=/var/lib/activation-atlas-slurm
MARK='# The test cluster of Activation Atlas.'
HOST=$(hostname -s)

fail() {
    echo "slurm.sh: $*" >&2
    exit 1
}

# within SECONDS COMMAND...: try the command until it succeeds.
within() {
    local until=$((SECONDS + $1))
    shift
    until "$@" &>/dev/null; do
        ((SECONDS < until)) || return 1
        sleep 0.2
    done
}

# A process that nobody has waited for keeps its number: a zombie counts as gone.
gone() { ! grep -q '^State:[[:space:]]*[^ZX[:space:]]' "/proc/$1/status"; }
ours() { grep -qxF "$MARK" $SLURM_CONF; }
no_jobs() { [ -z "$(squeue --noheader)" ]; }
authenticates() { munge --no-input | unmunge; }
idle() { [ "$(sinfo --noheader --partition gpu --format %T)" = idle ]; }

stop() {
    local daemon pid
    if ours 2>/dev/null && timeout 10 scontrol ping &>/dev/null; then
        squeue --noheader --format %A | xargs --no-run-if-empty scancel || true
        within 30 no_jobs || true # stopping slurmd alone would leave them running
    fi
    for daemon in slurmd slurmctld munged; do
        pid=$(cat $STATE/$daemon.pid 2>/dev/null || true)
        if [ -n "$pid" ] && [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = $daemon ]; then
            kill "$pid"
            within 60 gone "$pid" || fail "$daemon (process $pid) does not end"
        fi
        rm -f $STATE/$daemon.pid
    done
}

configure() {
    [ ! -s $SLURM_CONF ] || ours ||
        fail "$SLURM_CONF belongs to another cluster; it stays as it is"
    getent hosts "$HOST" >/dev/null || echo "127.0.0.1 $HOST" >>/etc/hosts
    mkdir -p /etc/slurm $STATE/{slurmctld,slurmd}
    # Any device passes for a GPU.
    printf 'Name=gpu File=/dev/%s\n' null zero full random >/etc/slurm/gres.conf
    cat >$SLURM_CONF <<CONF
$MARK
ClusterName=activation-atlas
SlurmctldHost=$HOST
SlurmUser=root
AuthType=auth/munge
MailProg=/bin/true
ReturnToService=2

StateSaveLocation=$STATE/slurmctld
SlurmdSpoolDir=$STATE/slurmd
SlurmctldPidFile=$STATE/slurmctld.pid
SlurmdPidFile=$STATE/slurmd.pid
SlurmctldLogFile=$STATE/slurmctld.log
SlurmdLogFile=$STATE/slurmd.log

ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
KillWait=5
MinJobAge=3600
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/linux
JobAcctGatherFrequency=task=1
JobAcctGatherParams=OverMemoryKill

SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SlurmdParameters=config_overrides
GresTypes=gpu
NodeName=$HOST CPUs=16 RealMemory=100000 Gres=gpu:4
PartitionName=cpu Nodes=$HOST Default=YES State=UP
PartitionName=gpu Nodes=$HOST State=UP
CONF
}

start() {
    [ "$(id -u)" = 0 ] || fail 'start it as root'
    if ! dpkg --status "${PACKAGES[@]}" &>/dev/null; then
        apt-get -qq update
        apt-get -qq install --yes --no-install-recommends "${PACKAGES[@]}"
    fi
    stop
    configure
    if ! authenticates &>/dev/null; then
        install -d -o munge -g munge -m 755 /run/munge
        runuser -u munge -- munged
        within 10 authenticates || fail 'munge does not work: see /var/log/munge/munged.log'
        cp /run/munge/munged.pid $STATE/munged.pid # ours to stop
    fi
    slurmctld -c # forgets the jobs of before; it ends with 0 even where it dies at once
    slurmd
    within 60 idle || fail "the node takes no jobs: see the logs in $STATE"
    sinfo
}

case ${1:-} in
    start | stop) "$1" ;;
    *) fail 'start or stop?' ;;
esac
