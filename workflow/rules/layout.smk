rule neighbours:
    input:
        unpack(inputs("neighbours")),
    output:
        outputs("neighbours"),
    log:
        log_of("neighbours"),
    benchmark:
        times_of("neighbours")
    threads: 8
    resources:
        mem_mb=larger(16000),
        runtime=480,
        gpu=0,
    params:
        stage=decided_by("neighbours"),
    message:
        "Nearest neighbours of {wildcards.layer}, {wildcards.subset}"
    script:
        "../scripts/stage.py"


rule layout:
    input:
        unpack(inputs("layout")),
    output:
        outputs("layout")[0],
        report(
            outputs("layout")[1],
            caption="../report/quality.rst",
            category="Layouts",
            labels={"layer": "{layer}", "map": "{map_name}", "shows": "quality"},
        ),
        report(
            outputs("layout")[2],
            caption="../report/layout.rst",
            category="Layouts",
            labels={"layer": "{layer}", "map": "{map_name}", "shows": "points"},
        ),
    log:
        log_of("layout"),
    benchmark:
        times_of("layout")
    # UMAP and t-SNE give the same layout again only on one thread, so layouts run side by side.
    threads: 1
    resources:
        mem_mb=larger(16000),
        runtime=1440,
        gpu=0,
    params:
        stage=decided_by("layout"),
    message:
        "Layout {wildcards.map_name} of {wildcards.layer}"
    script:
        "../scripts/stage.py"
