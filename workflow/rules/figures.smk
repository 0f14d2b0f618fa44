rule figure:
    input:
        unpack(STAGES.inputs("figure")),
    output:
        STAGES.outputs("figure"),
    log:
        STAGES.log("figure"),
    benchmark:
        STAGES.times("figure")
    threads: 8
    resources:
        mem_mb=larger(8000),
        runtime=480,
        gpu=GPUS,
    params:
        stage=STAGES.params("figure"),
    message:
        "Figure {wildcards.number}"
    script:
        "../scripts/stage.py"


rule figures:
    input:
        unpack(STAGES.inputs("figures")),
    output:
        report(
            STAGES.outputs("figures")[0],
            caption="../report/figures.rst",
            category="Figures",
        ),
    log:
        STAGES.log("figures"),
    benchmark:
        STAGES.times("figures")
    threads: 1
    resources:
        mem_mb=1000,
        runtime=30,
        gpu=0,
    params:
        stage=STAGES.params("figures"),
    message:
        "Page of the figures"
    script:
        "../scripts/stage.py"
