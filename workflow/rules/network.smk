rule network:
    input:
        unpack(STAGES.inputs("network")),
    output:
        STAGES.outputs("network"),
    log:
        STAGES.log("network"),
    benchmark:
        STAGES.times("network")
    priority: 1  # it tells of mistakes within seconds: where cores are few, nothing starts before
    localrule: True  # weights are fetched where the run is started: nodes are often offline
    threads: 1
    resources:
        mem_mb=4000,
        runtime=30,
        gpu=0,
    params:
        stage=STAGES.params("network"),
    message:
        "Network: {params.stage[settings][network][name]}"
    script:
        "../scripts/stage.py"
