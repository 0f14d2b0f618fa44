rule neurons:
    input:
        unpack(STAGES.inputs("neurons")),
    output:
        STAGES.outputs("neurons")[0],
        report(
            STAGES.outputs("neurons")[1],
            caption="../report/neurons.rst",
            category="Neurons",
        ),
    log:
        STAGES.log("neurons"),
    benchmark:
        STAGES.times("neurons")
    threads: 8
    resources:
        mem_mb=larger(8000),
        runtime=480,
        gpu=GPUS,
    params:
        stage=STAGES.params("neurons"),
    message:
        f"Channels of {neurons_layer(SETTINGS)}"
    script:
        "../scripts/stage.py"
