rule figure:
    input:
        unpack(inputs("figure")),
    output:
        outputs("figure"),
    log:
        log_of("figure"),
    benchmark:
        times_of("figure")
    threads: 8
    resources:
        mem_mb=larger(8000),
        runtime=480,
        gpu=GPUS,
    params:
        stage=decided_by("figure"),
    message:
        "Figure {wildcards.number}"
    script:
        "../scripts/stage.py"


rule figures:
    input:
        unpack(inputs("figures")),
    output:
        report(
            outputs("figures")[0],
            caption="../report/figures.rst",
            category="Figures",
        ),
    log:
        log_of("figures"),
    benchmark:
        times_of("figures")
    threads: 1
    resources:
        mem_mb=1000,
        runtime=30,
        gpu=0,
    params:
        stage=decided_by("figures"),
    message:
        "Page of the figures"
    script:
        "../scripts/stage.py"
