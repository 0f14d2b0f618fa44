rule styles:
    input:
        unpack(inputs("styles")),
    output:
        outputs("styles")[0],
        report(
            outputs("styles")[1],
            caption="../report/styles.rst",
            category="Styles",
        ),
        outputs("styles")[2:],
    log:
        log_of("styles"),
    benchmark:
        times_of("styles")
    threads: 8
    resources:
        mem_mb=larger(8000),
        runtime=480,
        gpu=GPUS,
    params:
        stage=decided_by("styles"),
    message:
        "Style transfer"
    script:
        "../scripts/stage.py"
