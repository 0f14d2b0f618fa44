rule neurons:
    input:
        unpack(inputs("neurons")),
    output:
        outputs("neurons")[0],
        report(
            outputs("neurons")[1],
            caption="../report/neurons.rst",
            category="Neurons",
        ),
    log:
        log_of("neurons"),
    benchmark:
        times_of("neurons")
    threads: 8
    resources:
        mem_mb=larger(8000),
        runtime=480,
        gpu=GPUS,
    params:
        stage=decided_by("neurons"),
    message:
        "Channels of a layer"
    script:
        "../scripts/stage.py"
