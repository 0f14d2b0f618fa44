rule network:
    input:
        unpack(inputs("network")),
    output:
        outputs("network"),
    log:
        log_of("network"),
    benchmark:
        times_of("network")
    priority: 1  # it tells of mistakes within seconds: where cores are few, nothing starts before
    localrule: True  # weights are fetched where the run is started: nodes are often offline
    threads: 1
    resources:
        mem_mb=4000,
        runtime=30,
        gpu=0,
    params:
        stage=decided_by("network"),
    message:
        "Network: {params.stage[settings][network][name]}"
    script:
        "../scripts/stage.py"
