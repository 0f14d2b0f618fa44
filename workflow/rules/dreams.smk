rule dreams:
    input:
        unpack(inputs("dreams")),
    output:
        outputs("dreams")[0],
        report(
            outputs("dreams")[1],
            caption="../report/dreams.rst",
            category="Dreams",
        ),
        outputs("dreams")[2:],
    log:
        log_of("dreams"),
    benchmark:
        times_of("dreams")
    threads: 8
    resources:
        mem_mb=larger(8000),
        runtime=480,
        gpu=GPUS,
    params:
        stage=decided_by("dreams"),
    message:
        "Dreams on photos and from noise"
    script:
        "../scripts/stage.py"
