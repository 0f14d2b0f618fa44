rule export:
    input:
        unpack(STAGES.inputs("export")),
    output:
        STAGES.outputs("export"),
    log:
        STAGES.log("export"),
    benchmark:
        STAGES.times("export")
    threads: 2
    resources:
        mem_mb=larger(8000),
        runtime=240,
        gpu=0,
    params:
        stage=STAGES.params("export"),
    message:
        "Tiles and data of {wildcards.layer}, {wildcards.map_name}"
    script:
        "../scripts/stage.py"


rule page:
    input:
        unpack(STAGES.inputs("page")),
    output:
        report(
            STAGES.outputs("page")[0],
            caption="../report/page.rst",
            category="Atlas",
        ),
        STAGES.outputs("page")[1:],
    log:
        STAGES.log("page"),
    benchmark:
        STAGES.times("page")
    threads: 1
    resources:
        mem_mb=2000,
        runtime=30,
        gpu=0,
    params:
        stage=STAGES.params("page"),
    message:
        "Page"
    script:
        "../scripts/stage.py"
