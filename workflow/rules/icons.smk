rule icons:
    input:
        unpack(inputs("icons")),
    output:
        outputs("icons"),
    log:
        log_of("icons"),
    benchmark:
        times_of("icons")
    threads: 8
    resources:
        mem_mb=larger(8000),
        runtime=1440,
        gpu=GPUS,
    params:
        stage=decided_by("icons"),
    message:
        f"Icons of {{wildcards.layer}}, {{wildcards.map_name}}, {{wildcards.side}} cells a side,"
        f" part {{wildcards.part}} of {SETTINGS.parts.icons}"
    script:
        "../scripts/stage.py"
