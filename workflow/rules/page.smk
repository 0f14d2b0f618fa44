rule export:
    input:
        unpack(inputs("export")),
    output:
        outputs("export"),
    log:
        log_of("export"),
    benchmark:
        times_of("export")
    threads: 2
    resources:
        mem_mb=larger(8000),
        runtime=240,
        gpu=0,
    params:
        stage=decided_by("export"),
    message:
        "Tiles and data of {wildcards.layer}, {wildcards.map_name}"
    script:
        "../scripts/stage.py"


rule page:
    input:
        unpack(inputs("page")),
    output:
        report(
            outputs("page")[0],
            caption="../report/page.rst",
            category="Atlas",
        ),
        outputs("page")[1:],
    log:
        log_of("page"),
    benchmark:
        times_of("page")
    threads: 1
    resources:
        mem_mb=2000,
        runtime=30,
        gpu=0,
    params:
        stage=decided_by("page"),
    message:
        "Page"
    script:
        "../scripts/stage.py"
