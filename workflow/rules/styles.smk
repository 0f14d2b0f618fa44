rule styles:
    input:
        unpack(STAGES.inputs("styles")),
    output:
        STAGES.outputs("styles")[0],
        report(
            STAGES.outputs("styles")[1],
            caption="../report/styles.rst",
            category="Styles",
        ),
        STAGES.outputs("styles")[2:],
    log:
        STAGES.log("styles"),
    benchmark:
        STAGES.times("styles")
    threads: 8
    resources:
        mem_mb=larger(8000),
        runtime=480,
        gpu=GPUS,
    params:
        stage=STAGES.params("styles"),
    message:
        "Style transfer"
    script:
        "../scripts/stage.py"
