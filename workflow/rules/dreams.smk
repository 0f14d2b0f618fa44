rule dreams:
    input:
        unpack(STAGES.inputs("dreams")),
    output:
        STAGES.outputs("dreams")[0],
        report(
            STAGES.outputs("dreams")[1],
            caption="../report/dreams.rst",
            category="Dreams",
        ),
        STAGES.outputs("dreams")[2:],
    log:
        STAGES.log("dreams"),
    benchmark:
        STAGES.times("dreams")
    threads: 8
    resources:
        mem_mb=larger(8000),
        runtime=480,
        gpu=GPUS,
    params:
        stage=STAGES.params("dreams"),
    message:
        "Dreams on photos and from noise"
    script:
        "../scripts/stage.py"
