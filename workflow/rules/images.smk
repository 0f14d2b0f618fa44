rule catalogue:
    input:
        unpack(inputs("catalogue")),
    output:
        outputs("catalogue"),
    log:
        log_of("catalogue"),
    benchmark:
        times_of("catalogue")
    threads: 8
    resources:
        mem_mb=larger(4000),
        runtime=480,
        gpu=0,
    params:
        stage=decided_by("catalogue"),
    message:
        "Catalogue of the images"
    script:
        "../scripts/stage.py"
