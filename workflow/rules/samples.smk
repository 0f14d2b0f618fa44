rule samples:
    input:
        unpack(inputs("samples")),
    output:
        outputs("samples"),
    log:
        log_of("samples"),
    benchmark:
        times_of("samples")
    threads: 8
    resources:
        mem_mb=larger(8000),
        runtime=1440,
        gpu=GPUS,
    params:
        stage=decided_by("samples"),
    message:
        f"Samples, part {{wildcards.part}} of {SETTINGS.parts.samples}"
    script:
        "../scripts/stage.py"


rule gather:
    input:
        unpack(inputs("gather")),
    output:
        outputs("gather"),
    log:
        log_of("gather"),
    benchmark:
        times_of("gather")
    threads: 4
    resources:
        mem_mb=larger(4000),
        runtime=240,
        gpu=0,
    params:
        stage=decided_by("gather"),
    message:
        "Indices of the samples and their second moments"
    script:
        "../scripts/stage.py"
