for name in SETTINGS.maps:

    rule:
        name:
            f"cells_{name}"
        input:
            unpack(inputs("cells", map_name=name)),
        output:
            outputs("cells", map_name=name),
        log:
            log_of("cells", map_name=name),
        benchmark:
            times_of("cells", map_name=name)
        threads: 4
        resources:
            mem_mb=larger(8000),
            runtime=480,
            gpu=0,
        params:
            stage=decided_by("cells", map_name=name),
        message:
            f"Cells of {{wildcards.layer}}, {name}"
        script:
            "../scripts/stage.py"


rule exemplars:
    input:
        unpack(inputs("exemplars")),
    output:
        outputs("exemplars"),
    log:
        log_of("exemplars"),
    benchmark:
        times_of("exemplars")
    threads: 2
    resources:
        mem_mb=larger(4000),
        runtime=480,
        gpu=0,
    params:
        stage=decided_by("exemplars"),
    message:
        "Exemplars of {wildcards.layer}, {wildcards.map_name}, {wildcards.side} cells a side"
    script:
        "../scripts/stage.py"
